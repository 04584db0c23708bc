import type { Benchmark } from "./evaluation.ts";
import { benchmarks, platforms } from "./generated/benchmarks.ts";
import type { KnownBenchmarkId } from "./generated/ids.ts";
import { textOf } from "./input.ts";
import { NameIndex } from "./names/index.ts";

/** A known id, completed by editors; any other text is accepted, since a newer catalog knows more. */
export type BenchmarkId = KnownBenchmarkId | (string & {});

let names: NameIndex<Benchmark> | null = null;
const benchmarkNames = (): NameIndex<Benchmark> =>
  (names ??= new NameIndex(
    "benchmark",
    benchmarks.map((benchmark) => ({ item: benchmark, names: [benchmark.id, benchmark.name, ...(benchmark.spellings ?? [])] })),
  ));

/** LM Evaluation Harness puts this before the tasks of its leaderboard. */
const LEADERBOARD = /^leaderboard_/u;

/**
 * The benchmark with an id, a name, or the name of its task in LM Evaluation Harness, whatever the spelling.
 *
 * @returns Undefined where the catalog does not know it; {@link requireBenchmark} throws instead.
 * @example
 * ```ts
 * getBenchmark("mmlu")?.implementations; // ["HELM", "Harness", "Original"]
 * getBenchmark("arc_challenge")?.id; // "arc-challenge"
 * ```
 */
export const getBenchmark = (name: BenchmarkId): Benchmark | undefined =>
  benchmarkNames().find(textOf("benchmark", name)) ?? benchmarkNames().find(name.trim().replace(LEADERBOARD, ""));

/**
 * The benchmark with a name, as {@link getBenchmark} finds it.
 *
 * @throws UnknownNameError with the three benchmarks whose names are nearest.
 */
export function requireBenchmark(name: BenchmarkId): Benchmark {
  const benchmark = getBenchmark(name);
  if (!benchmark) throw benchmarkNames().unknown(name);
  return benchmark;
}

export { benchmarks, platforms };
