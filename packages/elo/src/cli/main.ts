#!/usr/bin/env node
import { EloError } from "../errors.ts";
import { run } from "./commands.ts";

run(process.argv.slice(2)).then(
  (text) => console.log(text),
  (error: unknown) => {
    const known = EloError.isInstance(error) || error instanceof RangeError || (error instanceof Error && "code" in error);
    console.error(known ? `elo: ${error.message}` : error);
    process.exitCode = 1;
  },
);
