#!/usr/bin/env node
import { describeFailure } from "./failure.ts";
import { run } from "./run.ts";

// Whoever reads the output may stop, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

run(process.argv.slice(2)).then(
  (text) => process.stdout.write(`${text}\n`),
  (error: unknown) => {
    const { status, text } = describeFailure(error);
    process.exitCode = status;
    process.stderr.write(`${text}\n`);
  },
);
