import type { ControlledEvaluateIndexOutput, LlamaModel, Token } from "node-llama-cpp";
import type { TokenLogProbability } from "../../engine/engine.ts";
import { bytesOf } from "./token-bytes.ts";

/** What to ask of one place for `logProbabilitiesOf`; at least the likeliest token, whose logit the weight is relative to. */
export const scoringOptions = (tokens: readonly Token[], top: number, includeSelected: boolean) => ({
  logits: { filter: { tokens, includeTop: Math.max(1, top), includeSelected } },
  totalLogitWeight: true,
});

/** A token as it stands inside a text: with the space that it begins with. */
const textOf = (token: Token, model: LlamaModel): string => model.detokenize([token], true, [token]);

/** A token with its text, and its bytes where those are no text. */
export function describeToken(token: Token, model: LlamaModel): Pick<TokenLogProbability, "token" | "text" | "bytes"> {
  const text = textOf(token, model);
  const bytes = bytesOf(token, text, model);
  return { token, text, ...(bytes === undefined ? {} : { bytes }) };
}

/**
 * Log-probabilities from logits: the log of the softmax, `logit - max - log(sum of exp(logit - max))`.
 *
 * @param top How many of the likeliest to name.
 */
export function logProbabilitiesOf(
  { logits, totalLogitWeight }: ControlledEvaluateIndexOutput["next"],
  top: number,
  model: LlamaModel,
): { of(token: Token): number; top: readonly TokenLogProbability[] } {
  if (!logits || totalLogitWeight === undefined) throw new Error("llama.cpp gave no logits for a place that was to be scored.");
  const ranked = [...logits].toSorted(([, one], [, other]) => other - one);
  const [, best] = ranked[0] ?? [0, 0];
  const offset = best + Math.log(totalLogitWeight);
  return {
    of(token) {
      const logit = logits.get(token);
      if (logit === undefined) throw new Error(`llama.cpp gave no logit for the token ${token}.`);
      return logit - offset;
    },
    top: ranked.slice(0, top).map(([token, logit]) => ({ ...describeToken(token, model), logProbability: logit - offset })),
  };
}
