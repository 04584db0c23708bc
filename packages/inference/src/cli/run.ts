import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import type { GenerationEvent, Message } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { createWorkerPool } from "../local/worker-pool.ts";
import { deviceOptions, deviceSettings, deviceUsage, wholeNumber } from "./arguments.ts";
import { localModelOfFile } from "./local-model-of-file.ts";

const USAGE = `usage: llmlist-inference run <file.gguf> [options]

  --system TEXT       what the system says first; nothing by default
  --temperature 0.7   --seed N   --context 4096   --threads N
${deviceUsage}

  A line is a message; /new begins another conversation, Ctrl-C ends an answer, Ctrl-D leaves.`;

const TIMEOUT_MS = 3_600_000;

/** A conversation in the terminal. */
export async function runCommand(argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      system: { type: "string", default: "" },
      temperature: { type: "string", default: "0.7" },
      seed: { type: "string" },
      context: { type: "string", default: "4096" },
      threads: { type: "string" },
      ...deviceOptions,
      help: { type: "boolean", short: "h" },
    },
  });
  const [file] = positionals;
  if (values.help) return console.log(USAGE);
  if (file === undefined) throw new InferenceError("bad-request", `Name a GGUF file to talk to.\n${USAGE}`);
  const temperature = Number(values.temperature);
  if (!(temperature >= 0)) throw new InferenceError("bad-request", `--temperature is ${values.temperature}, but must be 0 or more.`);
  const threads = wholeNumber(values.threads, "threads", 1, 1024);
  const seed = wholeNumber(values.seed, "seed", 0, 2 ** 32 - 1);
  const model = await localModelOfFile(file);
  const pool = createWorkerPool({
    models: [model],
    sequences: 1,
    contextTokens: wholeNumber(values.context, "context", 64, 16_777_216) ?? 4096,
    ...(threads === undefined ? {} : { threads }),
    ...deviceSettings(values),
  });
  console.log(`Loading ${model.name}; a file that is new is tried first.`);
  try {
    await pool.whenReady();
    await pool.info(model.id);
  } catch (error) {
    await pool.close();
    throw error;
  }
  const sampling = { maxTokens: null, temperature, topP: 0.95, topK: 40 };
  try {
    await converse((messages, signal) =>
      pool.generate(model.id, {
        messages,
        systemPrompt: values.system,
        ...sampling,
        seed: seed ?? Math.floor(Math.random() * 2 ** 32),
        timeoutMs: TIMEOUT_MS,
        signal,
      }),
    );
  } finally {
    await pool.close();
  }
}

/** Reads messages from the terminal and prints their answers, until the person leaves. */
async function converse(answer: (messages: readonly Message[], signal: AbortSignal) => AsyncIterable<GenerationEvent>): Promise<void> {
  // A message that is typed before anyone listens would be lost, so the terminal is opened once the model is loaded.
  const terminal = createInterface({ input: stdin, output: stdout, prompt: "> " });
  try {
    let messages: Message[] = [];
    let abort = new AbortController();
    terminal.on("SIGINT", () => abort.abort());
    terminal.prompt();
    for await (const line of terminal) {
      const content = line.trim();
      if (content === "/new") messages = [];
      else if (content !== "") {
        abort = new AbortController();
        messages.push({ role: "user", content });
        let text = "";
        for await (const event of answer(messages, abort.signal)) {
          if (event.type !== "text-delta") continue;
          text += event.text;
          stdout.write(event.text);
        }
        stdout.write("\n");
        messages.push({ role: "assistant", content: text });
      }
      terminal.prompt();
    }
  } finally {
    terminal.close();
  }
}
