#!/usr/bin/env node
import { CatalogCommandError, run } from "./commands.ts";

try {
  console.log(run(process.argv.slice(2)));
} catch (error) {
  const known = error instanceof CatalogCommandError || (error instanceof Error && "code" in error);
  console.error(known ? `catalog: ${error.message}` : error);
  process.exitCode = 1;
}
