#!/usr/bin/env node
import { InferenceError } from "@llmlist/inference";
import { ModelFileError } from "@llmlist/inference/models";
import { EvalError } from "../errors.ts";

const USAGE = `usage: llmlist-evals <command> [options]

  run <file.gguf | base URL>      runs benchmarks on a model
  compare <a.json> <b.json>       two results, question by question
  doctor <base URL | file.gguf>   whether a server's scores can be believed
  tasks                           the benchmarks there are
  requests                        the prompts of benchmarks, without a model

Each command has --help.`;

async function main([command, ...argv]: string[]): Promise<void> {
  if (command === "run") return (await import("./run.ts")).runCommand(argv);
  if (command === "compare") return (await import("./compare.ts")).compareCommand(argv);
  if (command === "doctor") return (await import("./doctor.ts")).doctorCommand(argv);
  if (command === "requests") return (await import("./requests.ts")).requestsCommand(argv);
  if (command === "tasks") return (await import("./tasks.ts")).tasksCommand(argv);
  if (command === undefined || command === "--help" || command === "-h" || command === "help") return console.log(USAGE);
  throw new EvalError("bad-input", `There is no command ${command}.\n${USAGE}`);
}

// Whoever reads the output may stop, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

main(process.argv.slice(2)).catch((error: unknown) => {
  const isKnown = EvalError.isInstance(error) || InferenceError.isInstance(error) || ModelFileError.isInstance(error);
  const detail = InferenceError.isInstance(error) && error.detail !== null ? ` ${error.detail}` : "";
  console.error(isKnown ? `llmlist-evals: ${error.message}${detail}` : error);
  process.exitCode = isKnown ? 1 : 70;
});
