import type { Benchmark } from "./evaluation.ts";
import { benchmarks, platforms } from "./generated/benchmarks.ts";
import type { BenchmarkId } from "./results.ts";

/**
 * The benchmark with an id or a name, whatever the case.
 *
 * @example
 * ```ts
 * getBenchmark("mmlu")?.implementations; // ["HELM", "Harness", "Original"]
 * ```
 */
export function getBenchmark(id: BenchmarkId): Benchmark | undefined {
  const wanted = id.toLowerCase();
  return benchmarks.find((benchmark) => benchmark.id === wanted || benchmark.name.toLowerCase() === wanted);
}

export { benchmarks, platforms };
