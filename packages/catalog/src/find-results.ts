import type { Result } from "./evaluation.ts";
import { deepFreeze } from "./freeze.ts";
import { packed } from "./generated/results.ts";
import { type BenchmarkId, requireBenchmark } from "./benchmarks.ts";
import { unpackResults } from "./packed-results.ts";
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
  readonly chainOfThought?: boolean;
  /** In the words of the source, whatever the case: `acc_char`, `pass@1`. */
  readonly metric?: string;
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
  const metric = query.metric?.toLowerCase();
  return all().filter(
    (result) =>
      conditions.every(([field, value]) => result[field] === value) &&
      (query.chainOfThought === undefined || (result.chainOfThought ?? false) === query.chainOfThought) &&
      (metric === undefined || result.metric?.toLowerCase() === metric),
  );
}

let unpacked: readonly Result[] | null = null;
const all = (): readonly Result[] => (unpacked ??= deepFreeze(unpackResults(packed())));

const implementations = (): readonly string[] => [...new Set(all().flatMap(({ implementation }) => implementation ?? []))];

/** Results of one model on one benchmark that disagree though nothing that the sources say sets them apart. */
export interface ResultConflict {
  readonly model: string;
  readonly benchmark: string;
  readonly results: readonly Result[];
}

/** What sets measurements apart. */
const settings = ["implementation", "shots", "chainOfThought", "metric", "split", "variant"] as const;

/** Sources write scores with at least this many decimals, and leave out a last zero. */
const LEAST_DECIMALS = 1;
const decimalsOf = (value: number): number => Math.max(LEAST_DECIMALS, String(value).split(".")[1]?.length ?? 0);

/** Whether one value is the other, rounded. */
function isRounded(left: number, right: number): boolean {
  const half = 0.5 * 10 ** -Math.min(decimalsOf(left), decimalsOf(right));
  return Math.abs(left - right) <= (decimalsOf(left) === decimalsOf(right) ? 0 : half + 1e-9);
}

/**
 * Where published results disagree: the same model and benchmark, the same implementation, shots, chain of thought, metric, split and variant as far
 * as the sources state them, and values that differ by more than rounding.
 *
 * @param model Any name of a model; all models without one.
 * @throws UnknownNameError for a model that the catalog does not have.
 * @example
 * ```ts
 * resultConflicts("Llama 2 70B").map(({ benchmark }) => benchmark); // ["mmlu", ...]
 * ```
 */
export function resultConflicts(model?: ModelId): readonly ResultConflict[] {
  const groups = new Map<string, Result[]>();
  for (const result of results(model === undefined ? {} : { model })) {
    const key = [result.model, result.benchmark, ...settings.map((setting) => String(result[setting]).toLowerCase())].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].flatMap((group) => {
    const disagreeing = group.filter((left) => group.some((right) => !isRounded(left.value, right.value)));
    const [first] = disagreeing;
    return first ? [{ model: first.model, benchmark: first.benchmark, results: disagreeing }] : [];
  });
}
