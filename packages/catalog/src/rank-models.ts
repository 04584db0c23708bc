import type { Result } from "./evaluation.ts";
import { requireModel } from "./find-models.ts";
import type { Hardware } from "./hardware.ts";
import type { MemoryOptions } from "./memory/estimate.ts";
import { judgeFit, type MemoryNeed } from "./memory/fits.ts";
import { type ResultQuery, results } from "./find-results.ts";

/** A benchmark, the memory that the model must fit into, and how the results were measured. */
export interface RankQuery extends MemoryOptions, Omit<ResultQuery, "model" | "benchmark"> {
  readonly benchmark: string;
  /** In bytes, or one device. */
  readonly memory: number | Hardware;
}

/** A model that fits, with its result. */
export interface RankedModel {
  readonly model: string;
  /** Its maker's, else the first that a source gives. */
  readonly result: Result;
  /** Further results of it that match. */
  readonly others: readonly Result[];
  readonly needed: MemoryNeed;
}

/** The ranking, and what could not be ranked. */
export interface ModelRanking {
  /** The highest value first. */
  readonly ranked: readonly RankedModel[];
  /** Models with a result whose memory is unknown. */
  readonly unjudged: readonly { readonly model: string; readonly reason: string }[];
}

/**
 * The best models on a benchmark that fit into a memory. Results that were measured in different ways do not compare; `shots`, `metric`,
 * `implementation` and `reporter` leave only those that were measured in one way.
 *
 * @throws UnknownNameError for a benchmark or reporter that the catalog does not have; RangeError for any other value that is not allowed.
 * @example
 * ```ts
 * const { ranked, unjudged } = rankModels({ benchmark: "mmlu", memory: 8e9, quantization: "Q4_K_M", context: 8192 });
 * ranked[0]; // { model: "qwen/qwen2.5-7b-instruct", result: { value: 76.8, ... }, ... }
 * unjudged.length; // models with a result on MMLU of which a dimension has no source
 * ```
 */
export function rankModels({ memory, quantization, context, kvCache, ...query }: RankQuery): ModelRanking {
  const byModel = new Map<string, Result[]>();
  for (const result of results(query)) byModel.set(result.model, [...(byModel.get(result.model) ?? []), result]);
  const options = { quantization, context, ...(kvCache === undefined ? {} : { kvCache }) };
  const judged = [...byModel].map(([id, found]) => ({
    id,
    found,
    model: requireModel(id),
    fit: judgeFit(requireModel(id), memory, options),
  }));
  const ranked = judged.flatMap(({ id, found, model, fit }): RankedModel[] => {
    const result = found.find(({ reporter }) => reporter === model.organization) ?? found[0];
    if (fit.answer !== "yes" || !result) return [];
    return [{ model: id, result, others: found.filter((other) => other !== result), needed: fit.needed }];
  });
  return {
    ranked: ranked.toSorted((left, right) => right.result.value - left.result.value),
    unjudged: judged.flatMap(({ id, fit }) => (fit.answer === "unknown" ? [{ model: id, reason: fit.reason }] : [])),
  };
}
