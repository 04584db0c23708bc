#!/usr/bin/env node
import { InferenceError } from "../engine/errors.ts";
import { ModelFileError } from "../models/index.ts";

const USAGE = `usage: llmlist-inference <command> [options]

  serve <file.gguf>...   an OpenAI-compatible server
  run <file.gguf>        a conversation in the terminal
  bench <file.gguf>      how fast it reads and writes, alone and with several users
  inspect <file.gguf>    what a file is, the memory it takes, whether it can be used
  list | recommend | pull | add | verify | rm   model files; see: llmlist-inference models --help

Each command has --help.`;

async function main([command, ...argv]: string[]): Promise<void> {
  if (command === "serve") return (await import("./serve.ts")).serveCommand(argv);
  if (command === "run") return (await import("./run.ts")).runCommand(argv);
  if (command === "bench") return (await import("./bench.ts")).benchCommand(argv);
  if (command === "inspect") return (await import("./inspect.ts")).inspectCommand(argv);
  if (command === undefined || command === "--help" || command === "-h") return console.log(USAGE);
  const { modelsCommand, modelCommands } = await import("./models.ts");
  if (modelCommands.has(command)) return modelsCommand([command, ...argv]);
  throw new InferenceError("bad-request", `There is no command ${command}.\n${USAGE}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const isKnown =
    InferenceError.isInstance(error) || ModelFileError.isInstance(error) || (error as NodeJS.ErrnoException).code !== undefined;
  const detail = InferenceError.isInstance(error) && error.detail !== null ? ` ${error.detail}` : "";
  console.error(isKnown ? `llmlist-inference: ${(error as Error).message}${detail}` : error);
  process.exitCode = 1;
});
