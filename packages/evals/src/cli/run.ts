import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { EvalError } from "../errors.ts";
import { markdownOf } from "../results/markdown.ts";
import { type EvalResult, resultOf } from "../results/result.ts";
import { sampleRows } from "../results/samples.ts";
import { type EvalOptions, type EvalRun, runEvals } from "../run/run-evals.ts";
import { answersFolder, openAnswerCache } from "../scoring/answer-cache.ts";
import type { OpenedModel } from "../scoring/open-model.ts";
import { openModel } from "../scoring/open-model.ts";
import { oneOf, parseCommand, wholeNumber } from "./command.ts";
import { createProgress } from "./progress.ts";
import { askedBy, taskOptions, taskUsage } from "./task-options.ts";

const USAGE = `usage: llmlist-evals run <file.gguf | base URL> --tasks a,b [options]

${taskUsage}
  --allow-changed-rows run on rows that differ from the published ones; the result says so
  --model NAME         of an endpoint with several models
  --max-length N       tokens of prompt and answer; 2048, or as many as the model has room for
  --bos auto           auto as the tokenizer does, never as lm_eval's local-completions, always
  --parallel N         questions at once; left out, 4 where scores do not depend on the batch, else 1
  --threads N          of a file; left out, as many as serve it best
  --device auto        of a file: cpu, cuda, metal or vulkan
  --json FILE          the result, with each question; lm_eval's tools read it
  --output DIR         the result and lm_eval's samples_*.jsonl
  --markdown FILE
  --cache DIR          where answers are kept, so that a run goes on after a stop; --no-cache keeps none

  An API key is taken from OPENAI_API_KEY.`;

const options = {
  ...taskOptions,
  "allow-changed-rows": { type: "boolean" },
  model: { type: "string" },
  "max-length": { type: "string" },
  bos: { type: "string" },
  parallel: { type: "string" },
  threads: { type: "string" },
  device: { type: "string" },
  json: { type: "string" },
  output: { type: "string" },
  markdown: { type: "string" },
  cache: { type: "string" },
  "no-cache": { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const log = (sentence: string): void => console.error(sentence);

/** Runs benchmarks on a model and prints the table of their results. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseCommand(argv, options);
  if (values.help) return console.log(USAGE);
  const [target, ...rest] = positionals;
  if (target === undefined || rest.length > 0) throw new EvalError("bad-input", `Name one GGUF file or base URL.\n${USAGE}`);
  const asked = askedBy(values, log);
  const parallel = wholeNumber(values.parallel, "parallel", 1, 256);
  const bos = oneOf(values.bos, "bos", ["auto", "never", "always"] as const);
  for (const file of [values.json, values.markdown]) if (file !== undefined) mkdirSync(dirname(file), { recursive: true });
  const opened = await openModel(target, {
    name: values.model,
    maxLength: wholeNumber(values["max-length"], "max-length", 2),
    parallel,
    threads: wholeNumber(values.threads, "threads", 1, 1024),
    device: oneOf(values.device, "device", ["auto", "cpu", "cuda", "metal", "vulkan"] as const),
    apiKey: process.env.OPENAI_API_KEY,
  });
  const { model, maxLength } = opened;
  const begun = performance.now();
  const folder = values["no-cache"] ? null : (values.cache ?? answersFolder());
  try {
    const run = await finished(opened, {
      ...asked,
      model,
      maxLength,
      bos,
      parallel,
      allowsChangedRows: values["allow-changed-rows"] ?? false,
      ...(folder === null
        ? {}
        : {
            openCache: ({ fingerprint }) => {
              const { name, source, sha256, engine, device, threads } = model.description;
              return openAnswerCache(folder, [fingerprint, sha256 ?? [name, source], engine, device, threads]);
            },
          }),
    });
    const result = resultOf(run, {
      selection: asked.selection,
      model: model.description,
      maxLength,
      seconds: (performance.now() - begun) / 1000,
      version: version(),
      date: new Date(),
      limit: asked.requests.limit ?? null,
    });
    save(run, result, values);
    console.log(markdownOf(result));
  } finally {
    await model.close();
  }
}

/** A run with its progress; Ctrl+C ends it after the questions that run, and keeps their answers. */
async function finished({ model }: OpenedModel, evalOptions: EvalOptions): Promise<EvalRun> {
  const stop = new AbortController();
  const onStop = () => stop.abort(new EvalError("engine-failed", "Stopped. Run the same command again to go on from here."));
  process.once("SIGINT", onStop).once("SIGTERM", onStop);
  let progress = createProgress(1);
  try {
    for await (const event of runEvals({ ...evalOptions, signal: stop.signal })) {
      if (event.type === "run-begin") {
        log(`${model.description.name}: ${event.questions} questions, ${event.requests} requests, ${event.parallel} at once.`);
        if (event.probe.batchNoise > 0)
          log(`Its scores move by up to ${event.probe.batchNoise.toPrecision(2)} nats when questions are asked together.`);
        if (event.unverified.length > 0)
          log(`Unverified rows, which were never compared with published ones: ${event.unverified.join(", ")}.`);
        progress = createProgress(event.questions);
      } else if (event.type === "question-answered") progress.update(event.answered, event.asked.isCached, event.task);
      else return event.run;
    }
    throw new Error("A run ends with its result.");
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    progress.end();
    process.off("SIGINT", onStop).off("SIGTERM", onStop);
  }
}

function save(run: EvalRun, result: EvalResult, values: { json?: string; output?: string; markdown?: string }): void {
  const json = `${JSON.stringify(result, null, 1)}\n`;
  if (values.json !== undefined) write(values.json, json);
  if (values.markdown !== undefined) write(values.markdown, `${markdownOf(result)}\n`);
  if (values.output === undefined) return;
  const date = new Date().toISOString().replaceAll(":", "-").replace("Z", "");
  mkdirSync(values.output, { recursive: true });
  write(join(values.output, `results_${date}.json`), json);
  for (const task of run.tasks)
    write(
      join(values.output, `samples_${task.prepared.task.id}_${date}.jsonl`),
      sampleRows(task)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(""),
    );
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === "ENOSPC" ? "its disk is full" : `the file cannot be written (${code})`;
    const kind = code === "ENOSPC" ? "disk-full" : "bad-input";
    throw new EvalError(kind, `${file}: ${why}. Run the same command again with room or another path; the answers are kept.`, { cause });
  }
}

function version(): string {
  const file = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(file) as { version: string }).version;
}
