#!/usr/bin/env node
import { EloError } from "../errors.ts";
import { run } from "./run.ts";

/** A mistake in the input or the options, as other programs report it. */
const MISTAKE = 1;

/** A mistake in this program (EX_SOFTWARE of sysexits.h). */
const DEFECT = 70;

// Whoever reads the output may stop, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

run(process.argv.slice(2)).then(
  (text) => process.stdout.write(`${text}\n`),
  (error: unknown) => {
    process.exitCode = EloError.isInstance(error) ? MISTAKE : DEFECT;
    if (EloError.isInstance(error)) process.stderr.write(`llmlist-elo: ${error.message}\n`);
    else {
      const trace = error instanceof Error ? error.stack : String(error);
      process.stderr.write(
        `llmlist-elo: this is a defect of the program, not of your input. Please report it with these lines.\n${trace}\n`,
      );
    }
  },
);
