import { EloError } from "../errors.ts";
import { fitBradleyTerry } from "../fit/bradley-terry.ts";
import { ELO_PER_LOG_ODDS, type Fit } from "../fit/fit.ts";
import { expectedScore } from "../fit/likelihood.ts";
import { at, idAt, itemAt } from "../math/access.ts";
import type { PairCounts } from "../votes/pair-counts.ts";

/** Votes of one pair with one outcome. */
export interface RemovedVotes {
  readonly first: string;
  readonly second: string;
  readonly outcome: "first" | "second" | "tie";
  readonly votes: number;
}

/** A way to change who is first by leaving votes out. */
export interface Influence {
  readonly leader: string;
  /** Who stands above the leader without them. */
  readonly runnerUp: string;
  /** Votes to leave out, by pair and outcome, most votes first. */
  readonly removed: readonly RemovedVotes[];
  readonly votes: number;
  /** What the lead becomes without them, in Elo points, by a full fit: below 0. */
  readonly leadWithout: number;
}

/** An estimate by one Newton step may be too large by this factor; a rival with a larger one is passed over. */
const ESTIMATE_SLACK = 0.7;

/**
 * A small set of votes without which another model stands above the leader (Huang et al., arXiv 2508.11847, 2025), over all rivals: votes are
 * taken by what one Newton step says that each moves the lead, until a full fit confirms the change. A vote on (i, j) with residual e moves it by
 * c'C x e / (1 - v x'C x).
 *
 * @returns The smallest set found, or null when leaving out votes cannot change the leader without losing the comparison.
 * @throws EloError `no-maximum` where the votes separate the models.
 * @example
 * ```ts
 * smallestFlip(counts); // { leader: "llama", runnerUp: "qwen", votes: 7, removed: [...], leadWithout: -0.4 }
 * ```
 */
export function smallestFlip(counts: PairCounts): Influence | null {
  const fit = fitBradleyTerry(counts, { covariance: "fisher" });
  const order = [...fit.theta.keys()].toSorted((one, other) => at(fit.theta, other) - at(fit.theta, one));
  const [leader = 0, ...rivals] = order;
  const estimates = rivals.map((rival) => {
    const best = mostInfluential(fit, counts, leader, rival);
    return { rival, least: best ? (at(fit.theta, leader) - at(fit.theta, rival)) / best.effect : Infinity };
  });
  let [found, limit]: [Influence | null, number] = [null, Infinity];
  for (const { rival, least } of estimates.toSorted((one, other) => one.least - other.least)) {
    if (least === Infinity || least * ESTIMATE_SLACK >= limit) break;
    const flip = flipOf(fit, counts, leader, rival, limit);
    if (flip) [found, limit] = [flip, flip.votes];
  }
  return found;
}

/** Votes to leave out for one rival, fewer than `limit`; null where that cannot be. */
function flipOf(whole: Fit, all: PairCounts, leader: number, rival: number, limit: number): Influence | null {
  let [counts, fit, votes] = [all, whole, 0];
  const removed = new Map<string, RemovedVotes>();
  for (;;) {
    const lead = at(fit.theta, leader) - at(fit.theta, rival);
    if (lead < 0) {
      const list = [...removed.values()].toSorted((one, other) => other.votes - one.votes);
      return {
        leader: itemAt(fit.models, leader),
        runnerUp: itemAt(fit.models, rival),
        removed: list,
        votes,
        leadWithout: ELO_PER_LOG_ODDS * lead,
      };
    }
    const best = mostInfluential(fit, counts, leader, rival);
    if (!best || votes + 1 >= limit) return null;
    const taken = Math.max(1, Math.min(best.available, Math.floor((0.5 * lead) / best.effect)));
    counts = { ...counts, [best.column]: counts[best.column].map((count, k) => (k === best.k ? count - taken : count)) };
    const outcome = ({ winsFirst: "first", winsSecond: "second", ties: "tie", bothBad: "tie" } as const)[best.column];
    const [first, second] = [itemAt(counts.models, idAt(counts.first, best.k)), itemAt(counts.models, idAt(counts.second, best.k))];
    const key = `${best.k} ${outcome}`;
    const before = removed.get(key);
    removed.set(key, { first, second, outcome, votes: (before ? before.votes : 0) + taken });
    votes += taken;
    const next = refit(counts);
    if (!next) return null;
    fit = next;
  }
}

/** Null where some model can no longer be compared. */
function refit(counts: PairCounts): Fit | null {
  try {
    return fitBradleyTerry(counts, { covariance: "fisher" });
  } catch (error) {
    if (EloError.isInstance(error) && error.code !== "bad-input") return null;
    throw error;
  }
}

type CountColumn = "winsFirst" | "winsSecond" | "ties" | "bothBad";

/** A vote whose loss lowers the lead, and how many there are of its kind. */
interface Influential {
  readonly column: CountColumn;
  readonly k: number;
  readonly effect: number;
  readonly available: number;
}

const SCORES = [
  ["winsFirst", 1],
  ["winsSecond", 0],
  ["ties", 0.5],
  ["bothBad", 0.5],
] as const;

function mostInfluential(fit: Fit, counts: PairCounts, leader: number, rival: number): Influential | null {
  const n = fit.models.length;
  const { covariance } = fit;
  let [column, kept, most]: [CountColumn, number, number] = ["winsFirst", -1, 0];
  for (let k = 0; k < counts.first.length; k++) {
    const [i, j] = [idAt(counts.first, k), idAt(counts.second, k)];
    const [rowI, rowJ] = [i * n, j * n];
    const p = expectedScore({ i: counts.first, j: counts.second }, k, fit.theta);
    const leverage = p * (1 - p) * (at(covariance, rowI + i) + at(covariance, rowJ + j) - 2 * at(covariance, rowI + j));
    const pull =
      at(covariance, rowI + leader) - at(covariance, rowJ + leader) - at(covariance, rowI + rival) + at(covariance, rowJ + rival);
    const slope = pull / Math.max(1e-6, 1 - leverage);
    for (const [name, score] of SCORES) {
      const effect = slope * (score - p);
      if (effect > most && at(counts[name], k) > 0) [column, kept, most] = [name, k, effect];
    }
  }
  return kept < 0 ? null : { column, k: kept, effect: most, available: at(counts[column], kept) };
}
