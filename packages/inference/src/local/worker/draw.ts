import type { Token } from "node-llama-cpp";
import type { Sampling } from "../../engine/engine.ts";

interface Candidate {
  readonly token: Token;
  readonly logit: number;
}

/** What a draw depends on besides the logits. */
export interface DrawOptions {
  readonly sampling: Sampling;
  /** The latest tokens that penalties look at. */
  readonly latest: readonly Token[];
  /** Whether a grammar lets a token come. */
  readonly isAllowed: (token: Token) => boolean;
  /** From 0 to below 1. */
  readonly random: number;
}

/**
 * Draws a token as llama.cpp's samplers do, in the order in which node-llama-cpp chains them: bias, penalties, top-k, top-p, min-p, temperature.
 * Used where the logits themselves are asked for, of which node-llama-cpp tells only those that its samplers have changed.
 *
 * @returns null where the grammar allows none.
 */
export function drawToken(logits: ReadonlyMap<Token, number>, { sampling, latest, isAllowed, random }: DrawOptions): Token | null {
  const ranked = penalized(logits, sampling, latest).toSorted((left, right) => right.logit - left.logit);
  const free = drawFrom(ranked, sampling, random);
  // As llama.cpp: the whole vocabulary is held against the grammar only where the first draw does not follow it.
  if (free === null || isAllowed(free)) return free;
  return drawFrom(
    ranked.filter(({ token }) => isAllowed(token)),
    sampling,
    random,
  );
}

function drawFrom(ranked: readonly Candidate[], { temperature, topK, topP, minP = 0 }: Sampling, random: number): Token | null {
  const [best] = ranked;
  if (best === undefined || temperature === 0) return best?.token ?? null;
  let kept = weighted(ranked.slice(0, topK > 0 ? topK : undefined), best.logit, 1);
  if (topP < 1) kept = nucleus(kept, topP);
  kept = kept.filter(({ weight }) => weight >= minP);
  const cooled = weighted(kept, best.logit, temperature);
  let left = random * cooled.reduce((sum, { weight }) => sum + weight, 0);
  for (const { token, weight } of cooled) {
    left -= weight;
    if (left < 0) return token;
  }
  return cooled.at(-1)?.token ?? null;
}

function penalized(logits: ReadonlyMap<Token, number>, sampling: Sampling, latest: readonly Token[]): Candidate[] {
  const { logitBias = {}, repeatPenalty = 1, presencePenalty = 0, frequencyPenalty = 0 } = sampling;
  const counts = new Map<Token, number>();
  for (const token of latest) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [...logits].map(([token, raw]) => {
    let logit = raw + (logitBias[token] ?? 0);
    const count = counts.get(token) ?? 0;
    if (count > 0) {
      logit = logit > 0 ? logit / repeatPenalty : logit * repeatPenalty;
      logit -= count * frequencyPenalty + presencePenalty;
    }
    return { token, logit };
  });
}

type Weighted = Candidate & { readonly weight: number };

const weighted = (candidates: readonly Candidate[], best: number, temperature: number): Weighted[] =>
  candidates.map(({ token, logit }) => ({ token, logit, weight: Math.exp((logit - best) / temperature) }));

function nucleus(candidates: readonly Weighted[], topP: number): Weighted[] {
  const total = candidates.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  const end = candidates.findIndex(({ weight }) => (sum += weight) >= topP * total);
  return candidates.slice(0, end < 0 ? undefined : end + 1);
}

/** A number from 0 to below 1 for the draw at an index: the same for the same seed (SplitMix32). */
export function randomAt(seed: number, index: number): number {
  let state = (seed + Math.imul(index + 1, 0x9e3779b9)) >>> 0;
  state = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
  state = Math.imul(state ^ (state >>> 15), 0x735a2d97);
  return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32;
}
