import { fitBradleyTerry } from "../fit/bradley-terry.ts";
import { EloError } from "../errors.ts";
import { logistic } from "../fit/fit.ts";
import { normalUpperTail } from "../math/normal-quantile.ts";
import { pairCountsFromColumns } from "../votes/pair-counts.ts";
import { checkUnweighted, type VoteColumns } from "../votes/votes.ts";

/** What a voter's votes look like beside the votes of all others. */
export interface VoterTest {
  readonly voter: number;
  readonly votes: number;
  /** Agreement with the consensus in standard errors; far below 0 for a random clicker. */
  readonly consensusZ: number;
  /** Preference for the answer shown first, in standard errors. */
  readonly firstZ: number;
  /** The model that the voter favours or disfavours most, and how far, in standard errors. */
  readonly target: string;
  readonly targetZ: number;
  /** The smallest of the three p-values, times three (and the target's times the number of models it met). */
  readonly p: number;
  /** Evidence against honesty that may be looked at after every vote; honest voters exceed 1/alpha with probability alpha at most. */
  readonly eValue: number;
}

const BETS = [0.1, 0.3, 0.6, 0.9];
const SCORE = [1, 0, 0.5, 0.5];

/**
 * Score tests of every voter against the ratings without their own votes (one Newton step takes them out): with residuals e = y - p and
 * directions g, z = sum of e g / sqrt(sum of v g^2), v the expected squared residual. Directions: p - 1/2 (consensus), 1 (first place), +-1 for
 * a single model. The e-value is a bet against the consensus, a product of 1 - lambda (y - p) sign(p - 1/2), averaged over lambda (Waudby-Smith and Ramdas,
 * Journal of the Royal Statistical Society B 86, 2024).
 *
 * @param voters A number per vote.
 * @returns One test per voter, smallest p first; hand the p-values to `benjaminiHochberg`.
 * @throws EloError `bad-input` for voters of another number than votes, or weights other than 1; `no-maximum` where the votes separate the models.
 * @example
 * ```ts
 * const tests = testVoters(columns, voters);
 * const rejected = benjaminiHochberg(tests.map(({ p }) => p));
 * const suspects = tests.filter((_, k) => rejected[k]);
 * ```
 */
export function testVoters(columns: VoteColumns, voters: Int32Array): VoterTest[] {
  if (voters.length !== columns.a.length)
    throw new EloError("bad-input", `There are ${voters.length} voters for ${columns.a.length} votes.`);
  checkUnweighted(columns, "a test of voters");
  const { a, b, outcome, models } = columns;
  const fit = fitBradleyTerry(pairCountsFromColumns(columns), { covariance: "fisher" });
  const n = models.length;
  const tieShare = outcome.reduce((sum, end) => sum + (end >= 2 ? 1 : 0), 0) / outcome.length;
  const byVoter = new Map<number, number[]>();
  voters.forEach((voter, vote) => {
    const list = byVoter.get(voter);
    if (list) list.push(vote);
    else byVoter.set(voter, [vote]);
  });
  const tests = [...byVoter].map(([voter, votes]) => {
    const own = new Float64Array(n);
    for (const vote of votes) {
      const [i, j] = [a[vote] ?? 0, b[vote] ?? 0];
      const residual = (SCORE[outcome[vote] ?? 0] ?? 0) - logistic((fit.theta[i] ?? 0) - (fit.theta[j] ?? 0));
      own[i] = (own[i] ?? 0) + residual;
      own[j] = (own[j] ?? 0) - residual;
    }
    const theta = fit.theta.map(
      (value, row) => value - own.reduce((sum, score, column) => sum + score * (fit.covariance[row * n + column] ?? 0), 0),
    );
    return testVoter(columns, voter, votes, theta, tieShare);
  });
  return tests.toSorted((one, other) => one.p - other.p);
}

function testVoter(
  { a, b, outcome, models }: VoteColumns,
  voter: number,
  votes: readonly number[],
  theta: Float64Array,
  tieShare: number,
): VoterTest {
  const consensus = [0, 0];
  const first = [0, 0];
  const targets = new Map<number, [number, number]>();
  const wealth = BETS.map(() => 1);
  const add = (sums: number[], g: number, e: number, v: number) => {
    sums[0] = (sums[0] ?? 0) + e * g;
    sums[1] = (sums[1] ?? 0) + v * g * g;
  };
  for (const vote of votes) {
    const [i, j] = [a[vote] ?? 0, b[vote] ?? 0];
    const p = logistic((theta[i] ?? 0) - (theta[j] ?? 0));
    const e = (SCORE[outcome[vote] ?? 0] ?? 0) - p;
    // Ties lie in the middle: of the variance p (1 - p) they take a quarter of their share.
    const v = Math.max(1e-6, p * (1 - p) - tieShare / 4);
    add(consensus, p - 0.5, e, v);
    add(first, 1, e, v);
    for (const [model, sign] of [
      [i, 1],
      [j, -1],
    ] as const) {
      const sums = targets.get(model) ?? [0, 0];
      add(sums, sign, e, v);
      targets.set(model, sums);
    }
    BETS.forEach((bet, k) => (wealth[k] = (wealth[k] ?? 1) * (1 - bet * e * Math.sign(p - 0.5))));
  }
  const z = ([sum, variance]: readonly number[]) => ((variance ?? 0) > 0 ? (sum ?? 0) / Math.sqrt(variance ?? 1) : 0);
  const [consensusZ, firstZ] = [z(consensus), z(first)];
  const [target, targetZ] = [...targets].reduce<[number, number]>(
    (best, [model, sums]) => (Math.abs(z(sums)) > Math.abs(best[1]) ? [model, z(sums)] : best),
    [-1, 0],
  );
  const p =
    3 *
    Math.min(normalUpperTail(-consensusZ), 2 * normalUpperTail(Math.abs(firstZ)), 2 * targets.size * normalUpperTail(Math.abs(targetZ)));
  const eValue = wealth.reduce((sum, value) => sum + value, 0) / wealth.length;
  return { voter, votes: votes.length, consensusZ, firstZ, target: models[target] ?? "", targetZ, p: Math.min(1, p), eValue };
}

/**
 * Which tests to reject so that at most the share `rate` of the rejected is wrong on average (Benjamini and Hochberg, Journal of the Royal
 * Statistical Society B 57, 1995).
 *
 * @returns For each p-value whether it is rejected.
 */
export function benjaminiHochberg(p: readonly number[], rate = 0.05): boolean[] {
  const order = [...p.keys()].toSorted((one, other) => (p[one] ?? 1) - (p[other] ?? 1));
  const last = order.findLastIndex((index, place) => (p[index] ?? 1) <= (rate * (place + 1)) / p.length);
  const rejected = new Set(order.slice(0, last + 1));
  return p.map((_, index) => rejected.has(index));
}
