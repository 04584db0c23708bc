import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { measureModel, meanOf } from "../bench/measure.ts";
import { benchLog, benchRecords, type BenchReport, benchTable } from "../bench/report.ts";
import { InferenceError } from "../engine/errors.ts";
import { readGguf } from "../models/index.ts";
import { createWorkerPool } from "../local/worker-pool.ts";
import { deviceOptions, deviceSettings, deviceUsage, wholeNumber } from "./arguments.ts";
import { localModelOfFile } from "./local-model-of-file.ts";

const USAGE = `usage: llmlist-inference bench <file.gguf> [options]

  --prompt 512 --output 128     tokens to read and to write
  --users 1,2,4,8               conversations at once
  --repetitions 5
  --threads N                   left out, it is measured
${deviceUsage}
  --json <file>                 the results with the names of llama-bench's JSON
  --speeds <file.yaml>          a log for the catalog's data/speeds; with
      --model <id> --hardware <id> --source <id> --reporter <id>`;

const options = {
  prompt: { type: "string", default: "512" },
  output: { type: "string", default: "128" },
  users: { type: "string", default: "1,2,4,8" },
  repetitions: { type: "string", default: "5" },
  threads: { type: "string" },
  ...deviceOptions,
  json: { type: "string" },
  speeds: { type: "string" },
  model: { type: "string" },
  hardware: { type: "string" },
  source: { type: "string" },
  reporter: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const parse = (argv: string[]) => parseArgs({ args: argv, allowPositionals: true, options });
type Values = ReturnType<typeof parse>["values"];

/** Prints how many tokens a second a model reads and writes on this machine. */
export async function benchCommand(argv: string[]): Promise<void> {
  const { values, positionals } = parse(argv);
  const [file] = positionals;
  if (values.help) return console.log(USAGE);
  if (file === undefined) throw new InferenceError("bad-request", `Name a GGUF file to measure.\n${USAGE}`);
  const ids = catalogIds(values);
  const report = await measure(file, values);
  console.log(benchTable(report));
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(benchRecords(report), null, 2)}\n`);
  if (values.speeds !== undefined && ids) await writeFile(values.speeds, benchLog(report, ids));
}

/** The catalog's names of what is measured; null where they are left out. */
function catalogIds({ speeds, model, hardware, source, reporter }: Values): Parameters<typeof benchLog>[1] | null {
  const ids = model && hardware && source && reporter ? { model, hardware, source, reporter } : null;
  if (speeds !== undefined && !ids)
    throw new InferenceError("bad-request", "--speeds needs --model, --hardware, --source and --reporter: the catalog's names for them.");
  return ids;
}

async function measure(file: string, values: Values): Promise<BenchReport> {
  const users = values.users.split(",").map((count) => wholeNumber(count, "users", 1, 256) ?? 1);
  const promptTokens = wholeNumber(values.prompt, "prompt", 1, 1_000_000) ?? 512;
  const outputTokens = wholeNumber(values.output, "output", 2, 1_000_000) ?? 128;
  const repetitions = wholeNumber(values.repetitions, "repetitions", 1, 1000) ?? 5;
  const threads = wholeNumber(values.threads, "threads", 1, 1024);
  const model = await localModelOfFile(file);
  const header = await readGguf(file);
  const pool = createWorkerPool({
    models: [model],
    sequences: Math.max(...users),
    contextTokens: Math.max(promptTokens, outputTokens) + 64,
    ...(threads === undefined ? {} : { threads }),
    ...deviceSettings(values),
  });
  try {
    await pool.whenReady();
    const measurements = await measureModel(pool, model.id, {
      promptTokens,
      outputTokens,
      users,
      repetitions,
      onMeasured: ({ test, samples }) => console.error(`${test}: ${meanOf(samples).mean.toFixed(2)} tokens/s`),
    });
    return {
      file: basename(file),
      type: [header.architecture ?? "unknown", model.name].join(" "),
      bytes: model.bytes,
      parameters: header.parameters,
      info: await pool.info(model.id),
      measurements,
    };
  } finally {
    await pool.close();
  }
}
