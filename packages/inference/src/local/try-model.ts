import { createHash } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { availableCores } from "./available-cores.ts";
import { deviceOf } from "./device-settings.ts";
import { InferenceError } from "../engine/errors.ts";
import { identityOf, sizeOf } from "../models/file-identity.ts";
import { readModel } from "../models/read-model.ts";
import { startProcess } from "./worker-process.ts";
import type { WorkerSettings } from "./worker/protocol.ts";
import type { FromTrial } from "./worker/trial.ts";

/** A trial may take two minutes, in which a GPU's driver may compile for the first time, and more for a large file: a slow disk must not fail it. */
const BASE_MS = 120_000;
const BYTES_PER_MS = 20_000;
/** Where other work keeps all cores busy, a model that wants them all is many times slower. */
const SPARED_CORES = 1;
/** Enough for the sentences of a trial. */
const CONTEXT_TOKENS = 256;
/** An answer's end is told before its sequence is free. */
const SEQUENCES = 2;

/** The file, and how it will be run. */
export type TrialSettings = Pick<WorkerSettings, "path" | "promptFormat"> & Partial<WorkerSettings>;

export interface TrialOptions {
  /** Where it is remembered which files passed. */
  readonly folder: string;
  readonly signal?: AbortSignal;
  /** Left out, it grows with the file. */
  readonly timeoutMs?: number;
}

/**
 * Tries a file in a process that is thrown away, before it is loaded for the first time: llama.cpp ends the whole process at some broken files.
 * It is loaded, its chat template is rendered, text outside ASCII becomes tokens, eight tokens are written, and a text is scored. A file that passed
 * is not tried again, as long as it has the same place, size and time of change, and the engine and its device are the same.
 *
 * @returns Milliseconds that the trial took; null for a file that has passed before.
 * @throws ModelFileError for a file whose header is invalid; InferenceError `load-failed` with what failed in the trial, or `timeout`.
 * @example
 * ```ts
 * await tryModel({ path, promptFormat: { type: "template" } }, { folder: modelsFolder() });
 * ```
 */
export async function tryModel(
  { path, promptFormat, threads = Math.max(1, availableCores() - SPARED_CORES), ...more }: TrialSettings,
  { folder, signal, timeoutMs }: TrialOptions,
): Promise<number | null> {
  const [file, size] = filesOf(path);
  const device = deviceOf(more);
  const identity = JSON.stringify([file, promptFormat, device, await engine()]);
  const record = join(folder, "trials", `${createHash("sha256").update(identity).digest("hex")}.json`);
  if (await stat(record).catch(() => null)) return null;
  await readModel(path);
  const begun = performance.now();
  const settings = { ...device, path, promptFormat, threads, sequences: SEQUENCES, contextTokens: CONTEXT_TOKENS };
  await run(settings, timeoutMs ?? BASE_MS + size / BYTES_PER_MS, signal);
  const milliseconds = Math.round(performance.now() - begun);
  await remember(record, { path, milliseconds, passed: new Date().toISOString() });
  return milliseconds;
}

/** The identity and the size of all files of a model. */
function filesOf(path: string): readonly [identity: string, bytes: number] {
  try {
    return [identityOf(path), sizeOf(path)];
  } catch (cause) {
    throw new InferenceError("load-failed", `${path} cannot be read (${(cause as Error).message}).`, { cause });
  }
}

async function remember(file: string, record: object): Promise<void> {
  try {
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(`${file}.${process.pid}.part`, `${JSON.stringify(record)}\n`);
    await rename(`${file}.${process.pid}.part`, file);
  } catch (error) {
    // Where models lie on a disk that cannot be written, each start tries them again.
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EACCES", "EROFS", "EPERM", "ENOSPC"].includes(code)) throw error;
  }
}

/** Another version of this package or of llama.cpp may judge otherwise. */
async function engine(): Promise<string> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  const { version, dependencies } = JSON.parse(text) as { version: string; dependencies: Record<string, string> };
  return `${version} ${dependencies["node-llama-cpp"]}`;
}

function run(settings: WorkerSettings, timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const name = basename(settings.path);
    let stage = "it was loaded";
    let result: FromTrial | null = null;
    let cut: Error | null = null;
    const end = (error: Error) => {
      cut ??= error;
      child.kill("SIGKILL");
    };
    const leave = () => end(new DOMException("The trial was aborted.", "AbortError"));
    const child = startProcess("trial", settings, (how, output) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", leave);
      if (cut) reject(cut);
      else if (result?.type === "passed") resolve();
      else if (result?.type === "failed")
        reject(new InferenceError(result.code, `${name} failed its trial: ${result.message.replace(/\.+$/u, "")}.`));
      else
        reject(
          new InferenceError(
            "load-failed",
            `${name} failed its trial: the process ended while ${stage} ${how}${output ? `: ${output}` : "."}`,
          ),
        );
    });
    child.on("message", (message: FromTrial) => {
      if (message.type === "stage") stage = message.stage;
      else result = message;
    });
    const timer = setTimeout(
      () => end(new InferenceError("timeout", `The trial of ${name} took longer than ${Math.round(timeoutMs)} ms, while ${stage}.`)),
      timeoutMs,
    );
    if (signal?.aborted) leave();
    signal?.addEventListener("abort", leave, { once: true });
  });
}
