#!/usr/bin/env node
import { UnknownNameError } from "../names/index.ts";
import { CatalogCommandError, run } from "./commands.ts";

try {
  console.log(run(process.argv.slice(2)));
} catch (error) {
  const known = [CatalogCommandError, UnknownNameError, RangeError, TypeError].some((type) => error instanceof type);
  console.error(known ? `catalog: ${(error as Error).message}` : error);
  process.exitCode = 1;
}
