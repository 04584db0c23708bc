import { at, idAt, itemAt } from "../math/access.ts";
import { fitBradleyTerry } from "../fit/bradley-terry.ts";
import { expectedScore } from "../fit/likelihood.ts";
import { EloError } from "../errors.ts";
import { ELO_PER_LOG_ODDS, type Fit } from "../fit/fit.ts";
import type { PairCounts } from "../votes/pair-counts.ts";

/** A way to change who is first by leaving votes out. */
export interface Influence {
  readonly leader: string;
  readonly runnerUp: string;
  /** Votes to leave out, by pair and outcome, most influential first. */
  readonly removed: readonly {
    readonly first: string;
    readonly second: string;
    readonly outcome: "first" | "second" | "tie";
    readonly votes: number;
  }[];
  readonly votes: number;
  /** What the lead becomes without them, in Elo points, by a full fit: below 0. */
  readonly leadWithout: number;
}

/**
 * A small set of votes without which the runner-up leads (Huang et al., arXiv 2508.11847, 2025): votes are taken by what one Newton step says that each
 * moves the lead, until a full fit confirms the change. A vote on (i, j) with residual e moves it by c'C x e / (1 - v x'C x).
 *
 * @returns The set, or null when leaving out votes cannot change the leader without losing the comparison.
 */
export function smallestFlip(all: PairCounts): Influence | null {
  let counts = all;
  const whole = fitBradleyTerry(counts, { covariance: "fisher" });
  const order = [...whole.theta.keys()].toSorted((one, other) => at(whole.theta, other) - at(whole.theta, one));
  const [leader, runnerUp] = [itemAt(order, 0), itemAt(order, 1)];
  const removed = new Map<string, { first: string; second: string; outcome: "first" | "second" | "tie"; votes: number }>();
  let votes = 0;
  try {
    for (let fit = whole; ; fit = fitBradleyTerry(counts, { covariance: "fisher" })) {
      const lead = at(fit.theta, leader) - at(fit.theta, runnerUp);
      if (lead < 0) {
        const list = [...removed.values()].toSorted((one, other) => other.votes - one.votes);
        return {
          leader: itemAt(fit.models, leader),
          runnerUp: itemAt(fit.models, runnerUp),
          removed: list,
          votes,
          leadWithout: ELO_PER_LOG_ODDS * lead,
        };
      }
      const best = mostInfluential(fit, counts, leader, runnerUp);
      if (!best) return null;
      const take = Math.max(1, Math.min(best.available, Math.floor((0.5 * lead) / best.effect)));
      counts = { ...counts, [best.column]: counts[best.column].map((count, k) => (k === best.k ? count - take : count)) };
      const outcome = ({ winsFirst: "first", winsSecond: "second", ties: "tie", bothBad: "tie" } as const)[best.column];
      const [first, second] = [itemAt(counts.models, idAt(counts.first, best.k)), itemAt(counts.models, idAt(counts.second, best.k))];
      const key = `${best.k} ${outcome}`;
      removed.set(key, { first, second, outcome, votes: (removed.get(key)?.votes ?? 0) + take });
      votes += take;
    }
  } catch (error) {
    // Without these votes some model could no longer be compared.
    if (EloError.isInstance(error) && error.code !== "bad-input") return null;
    throw error;
  }
}

type CountColumn = "winsFirst" | "winsSecond" | "ties" | "bothBad";

function mostInfluential(fit: Fit, counts: PairCounts, leader: number, runnerUp: number) {
  const n = fit.models.length;
  const entry = (row: number, column: number) => at(fit.covariance, row * n + column);
  let best: { column: CountColumn; k: number; effect: number; available: number } | null = null;
  for (let k = 0; k < counts.first.length; k++) {
    const [i, j] = [idAt(counts.first, k), idAt(counts.second, k)];
    const p = expectedScore({ i: counts.first, j: counts.second }, k, fit.theta);
    const leverage = p * (1 - p) * (entry(i, i) + entry(j, j) - 2 * entry(i, j));
    const slope = (entry(leader, i) - entry(leader, j) - entry(runnerUp, i) + entry(runnerUp, j)) / Math.max(1e-6, 1 - leverage);
    for (const [column, score] of [
      ["winsFirst", 1],
      ["winsSecond", 0],
      ["ties", 0.5],
      ["bothBad", 0.5],
    ] as const) {
      const available = at(counts[column], k);
      const effect = slope * (score - p);
      if (available > 0 && effect > (best?.effect ?? 0)) best = { column, k, effect, available };
    }
  }
  return best;
}
