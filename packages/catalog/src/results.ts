import type { Result } from "./evaluation.ts";
import type { KnownBenchmarkId } from "./generated/ids.ts";
import { results as all } from "./generated/results.ts";
import type { ModelId } from "./find-models.ts";

export type BenchmarkId = KnownBenchmarkId | (string & {});

/** Which results to find. Every condition must hold. */
export interface ResultQuery {
  readonly model?: ModelId;
  readonly benchmark?: BenchmarkId;
  readonly reporter?: string;
  readonly implementation?: string;
  readonly shots?: number;
}

/**
 * Published results, as they stand in their sources. Several for one model and benchmark stand side by side: another implementation,
 * other examples in the prompt, or simply another measurement. They are never averaged.
 *
 * @example
 * ```ts
 * results({ model: "meta/llama-2-70b", benchmark: "mmlu" }).map(({ value, reporter }) => [value, reporter]);
 * // [[68.9, "meta"], [69.7, "meta"], [69.8, "qwen"]]
 * ```
 */
export function results(query: ResultQuery = {}): readonly Result[] {
  const conditions = Object.entries(query).filter(([, value]) => value !== undefined) as [keyof Result, unknown][];
  return all().filter((result) => conditions.every(([field, value]) => result[field] === value));
}

/** Results of one model on one benchmark that disagree though nothing that the sources say sets them apart. */
export interface ResultConflict {
  readonly model: string;
  readonly benchmark: string;
  readonly results: readonly Result[];
}

/**
 * Where published results disagree: the same model, benchmark, implementation and shots, and more than one value.
 *
 * @param model An id; all models without one.
 */
export function resultConflicts(model?: ModelId): readonly ResultConflict[] {
  const groups = new Map<string, Result[]>();
  for (const result of results(model === undefined ? {} : { model })) {
    const key = [result.model, result.benchmark, result.implementation, result.shots].join(" ");
    const group = groups.get(key);
    if (group) group.push(result);
    else groups.set(key, [result]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first && new Set(group.map(({ value }) => value)).size > 1
      ? [{ model: first.model, benchmark: first.benchmark, results: group }]
      : [];
  });
}
