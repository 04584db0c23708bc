import type { Result } from "./evaluation.ts";
import { results as all } from "./generated/results.ts";
import { type BenchmarkId, requireBenchmark } from "./benchmarks.ts";
import { type ModelId, requireModel, requireOrganization } from "./find-models.ts";
import { requireOneOf, requireWholeNumber } from "./input.ts";

export type { BenchmarkId };

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
 * @throws UnknownNameError for a model, benchmark or reporter that the catalog does not have; RangeError for any other value that is not allowed.
 * @example
 * ```ts
 * results({ model: "meta/llama-2-70b", benchmark: "mmlu" }).map(({ value, reporter }) => [value, reporter]);
 * // [[68.9, "meta"], [69.7, "meta"], [69.8, "qwen"]]
 * ```
 */
export function results(query: ResultQuery = {}): readonly Result[] {
  const { model, benchmark, reporter, implementation, shots } = query;
  const resolved: Partial<Record<keyof ResultQuery, unknown>> = {
    ...(model === undefined ? {} : { model: requireModel(model).id }),
    ...(benchmark === undefined ? {} : { benchmark: requireBenchmark(benchmark).id }),
    ...(reporter === undefined ? {} : { reporter: requireOrganization(reporter) }),
    ...(implementation === undefined ? {} : { implementation: requireOneOf("implementation", implementation, implementations()) }),
    ...(shots === undefined ? {} : { shots: requireWholeNumber("shots", shots) }),
  };
  const conditions = Object.entries(resolved) as [keyof Result, unknown][];
  return all().filter((result) => conditions.every(([field, value]) => result[field] === value));
}

const implementations = (): readonly string[] => [...new Set(all().flatMap(({ implementation }) => implementation ?? []))];

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
