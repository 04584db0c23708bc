import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { EvalError } from "../errors.ts";
import type { Answer } from "../tasks/task.ts";

const lineSchema = z.object({
  key: z.string(),
  answers: z.array(z.union([z.object({ logLikelihood: z.number().nullable(), isGreedy: z.boolean() }), z.object({ text: z.string() })])),
});

/** Answers of a model, kept in a file from which a run goes on after it was stopped. */
export interface AnswerCache {
  get(key: string): readonly Answer[] | undefined;
  /** @throws EvalError `disk-full`. */
  put(key: string, answers: readonly Answer[]): void;
}

/** Keeps nothing. */
export const noCache: AnswerCache = { get: () => undefined, put: () => {} };

/** The folder of answers: `LLMLIST_EVALS_CACHE`, else `llmlist/evals` in the user's cache folder. */
export function answersFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment.LLMLIST_EVALS_CACHE || join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "llmlist", "evals");
}

/** A digest of values that together decide something. */
export const digestOf = (...values: readonly unknown[]): string => createHash("sha256").update(JSON.stringify(values)).digest("hex");

/**
 * Opens the answers of a model.
 *
 * @param model Everything of the model and its engine that may change an answer.
 */
export function openAnswerCache(folder: string, model: readonly unknown[]): AnswerCache {
  const file = join(folder, `${digestOf(...model)}.jsonl`);
  guarded(folder, () => mkdirSync(folder, { recursive: true }));
  const answers = statSync(file, { throwIfNoEntry: false }) ? readAnswers(file) : new Map<string, readonly Answer[]>();
  return {
    get: (key) => answers.get(key),
    put(key, found) {
      answers.set(key, found);
      guarded(folder, () => appendFileSync(file, `${JSON.stringify({ key, answers: found })}\n`));
    },
  };
}

/** A line that a crash cut off is left out. */
function readAnswers(file: string): Map<string, readonly Answer[]> {
  const found = new Map<string, readonly Answer[]>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const { data } = lineSchema.safeParse(parsed(line));
    // JSON has no infinity.
    const answers = data?.answers.map((one) =>
      "text" in one ? one : { ...one, logLikelihood: one.logLikelihood ?? Number.NEGATIVE_INFINITY },
    );
    if (data && answers) found.set(data.key, answers);
  }
  return found;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}

function guarded(folder: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOSPC")
      throw new EvalError("disk-full", `The disk of ${folder} is full. Make room and run again: what was answered is kept.`, { cause });
    throw new EvalError(
      "bad-input",
      `Answers cannot be kept in ${folder} (${code}); name another folder with --cache, or run with --no-cache.`,
      { cause },
    );
  }
}
