import { at, codeAt, idAt, itemAt, sumOf } from "../math/access.ts";
import { shiftedUpperTail } from "../math/poisson-binomial.ts";
import type { Sum, VoterScan } from "./voter-scan.ts";

/** How often honest voters tie: the share of ties between equals, the variance of its log-odds between voters, and how many never tie at all. */
export interface TieHabits {
  readonly rate: number;
  readonly variance: number;
  readonly never: number;
}

/** Up to this many votes a tail is summed exactly; from there on the normal distribution serves. */
const EXACT_VOTES = 80;
const EXACT_CONSENSUS_VOTES = 10;
const SURE = 1e-9;
const SMALL_PRODUCT = 1e-100;
/** Habits that are less likely than this change no p-value that matters. */
const SHARE_MIN = 1e-4;

/** Nodes of a normal distribution, in standard deviations. */
const TASTES = Float64Array.from({ length: 21 }, (_, k) => (k - 10) / 2);
const HABITS = Float64Array.from({ length: 9 }, (_, k) => (k - 4) / 2);
/** Habits differ by this variance at least, in log-odds. */
const HABIT_VARIANCE_MIN = 0.25;

const logitOf = (p: number): number => Math.log(p / (1 - p));
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const inside = (p: number): number => Math.min(1 - SURE, Math.max(SURE, p));
/** The share of ties of a vote of score p, by the share between equals. */
const tieOf = (p: number, habit: number): number => habit * 2 * Math.min(p, 1 - p);

/** The variance of a common shift of log-odds that stands for a voter's taste. */
const shiftOf = ({ taste, slope }: Sum, spread: number): number => (slope > 0 ? (spread * taste) / slope ** 2 : 0);

/** Log-odds of a win of the first in the votes that were no ties, by the voter's habit. */
function decisiveLogits(scan: VoterScan): { readonly logits: Float64Array; readonly wins: number } {
  const logits: number[] = [];
  let wins = 0;
  for (let k = 0; k < scan.length; k++) {
    if (codeAt(scan.outcome, k) >= 2) continue;
    const p = at(scan.p, k);
    const tie = tieOf(p, scan.habit);
    logits.push(logitOf(inside((p - tie / 2) / Math.max(SURE, 1 - tie))));
    if (scan.outcome[k] === 0) wins++;
  }
  return { logits: Float64Array.from(logits), wins };
}

/** P(the first wins as often as seen, or with `sign` -1 as rarely), among the votes that were no ties. Null for too many votes. */
export function firstTail(scan: VoterScan, spread: number, sign: 1 | -1): number | null {
  const { logits, wins } = decisiveLogits(scan);
  if (logits.length > EXACT_VOTES) return null;
  const variance = shiftOf(scan.first, spread);
  if (sign > 0) return shiftedUpperTail(logits, wins, variance);
  return shiftedUpperTail(
    logits.map((logit) => -logit),
    logits.length - wins,
    variance,
  );
}

/** P(as many ties as seen), at the common rate and with the habits of honest voters. Null for too many votes. */
export function tiesTail({ ties, tied, length }: VoterScan, spread: number): number | null {
  if (length > EXACT_VOTES) return null;
  const rate = inside((tied - ties.value) / length);
  return shiftedUpperTail(new Float64Array(length).fill(logitOf(rate)), tied, shiftOf(ties, spread));
}

/** P(agreement with the consensus as low as seen), over all outcomes of the votes that were no ties. Null for too many votes. */
export function consensusTail(scan: VoterScan): number | null {
  const { logits } = decisiveLogits(scan);
  if (logits.length > EXACT_CONSENSUS_VOTES) return null;
  const counted = [...scan.p.subarray(0, scan.length).keys()].filter((k) => codeAt(scan.outcome, k) < 2);
  const pulls = counted.map((k) => at(scan.p, k) - 0.5);
  const seen = counted.reduce((sum, k, index) => sum + (scan.outcome[k] === 0 ? 0.5 : -0.5) * itemAt(pulls, index), 0);
  let probability = 0;
  for (let ends = 0; ends < 2 ** logits.length; ends++) {
    let [sum, share] = [0, 1];
    pulls.forEach((pull, index) => {
      const won = (ends >> index) & 1;
      const p = logistic(at(logits, index));
      sum += (won - 0.5) * pull;
      share *= won ? p : 1 - p;
    });
    if (sum <= seen + 1e-12) probability += share;
  }
  return probability;
}

/**
 * P(a model scores as high against its opponents as it does with this voter, or with `sign` -1 as low), ties as one half: exact over all outcomes
 * of the votes on it, with the voter's taste integrated out, and its habit of tying as the prior and the votes on other models leave it. Null
 * for too many votes.
 */
export function targetTail(scan: VoterScan, index: number, spread: number, sign: 1 | -1, prior: readonly Habit[]): number | null {
  const model = idAt(scan.models, index);
  const logits: number[] = [];
  let points = 0;
  for (let k = 0; k < scan.length; k++) {
    const isFirst = scan.a[k] === model;
    if (!isFirst && scan.b[k] !== model) continue;
    const outcome = codeAt(scan.outcome, k);
    points += outcome >= 2 ? 1 : (outcome === 0) === (isFirst === sign > 0) ? 2 : 0;
    logits.push((isFirst ? sign : -sign) * logitOf(inside(at(scan.p, k))));
  }
  if (logits.length > EXACT_VOTES) return null;
  const shift = Math.sqrt(shiftOf(scan.target(index), spread));
  const posterior = habitsOutside(scan, model, prior);
  const scores = new Float64Array(2 * logits.length + 1);
  let [sum, all] = [0, 0];
  for (const node of shift > 0 ? TASTES : [0]) {
    const weight = Math.exp((-node * node) / 2);
    all += weight;
    const chances = Float64Array.from(logits, (logit) => logistic(logit + node * shift));
    for (const { habit, share } of posterior) sum += weight * share * scoreTail(chances, habit, points, scores);
  }
  return sum / all;
}

/** A habit of tying, and the logarithm of how likely it is. */
export interface Habit {
  readonly habit: number;
  readonly log: number;
}

/** What is believed of a voter's habit before any vote: some never tie, and the log-odds of the others are normal. */
export function priorOf({ rate, variance, never }: TieHabits): Habit[] {
  const spread = Math.sqrt(Math.max(HABIT_VARIANCE_MIN, variance));
  const center = logitOf(Math.min(0.99, Math.max(1e-6, rate)));
  const weights = HABITS.map((node) => Math.exp((-node * node) / 2));
  const all = sumOf(weights);
  const tying = Array.from(HABITS, (node, k) => ({
    habit: logistic(center + node * spread),
    log: Math.log(((1 - never) * at(weights, k)) / all),
  }));
  return [{ habit: 0, log: Math.log(never) }, ...tying];
}

/** What the voter's votes that are not on a model say of its habit of tying. */
function habitsOutside(scan: VoterScan, model: number, prior: readonly Habit[]): { habit: number; share: number }[] {
  const logs = prior.map(({ habit, log }) => {
    // Products of shares, whose logarithm is taken before they become too small.
    let [sum, product] = [log, 1];
    for (let k = 0; k < scan.length; k++) {
      if (scan.a[k] === model || scan.b[k] === model) continue;
      const tie = tieOf(at(scan.p, k), habit);
      product *= Math.max(Number.MIN_VALUE, codeAt(scan.outcome, k) >= 2 ? tie : 1 - tie);
      if (product > SMALL_PRODUCT) continue;
      sum += Math.log(product);
      product = 1;
    }
    return sum + Math.log(product);
  });
  const top = logs.reduce((most, log) => Math.max(most, log), -Infinity);
  const shares = logs.map((log) => Math.exp(log - top));
  const total = sumOf(shares);
  return prior.map(({ habit }, k) => ({ habit, share: itemAt(shares, k) / total })).filter(({ share }) => share > SHARE_MIN);
}

/** P(two points a win and one a tie add up to `points` at least), in time proportional to the square of the number of votes. */
function scoreTail(chances: Float64Array, habit: number, points: number, scores: Float64Array): number {
  scores.fill(0);
  scores[0] = 1;
  for (let vote = 0; vote < chances.length; vote++) {
    const p = at(chances, vote);
    const tie = tieOf(p, habit);
    const [win, loss] = [p - tie / 2, 1 - p - tie / 2];
    for (let score = 2 * vote + 2; score >= 0; score--) {
      const lost = at(scores, score) * loss;
      const tied = score > 0 ? at(scores, score - 1) * tie : 0;
      const won = score > 1 ? at(scores, score - 2) * win : 0;
      scores[score] = lost + tied + won;
    }
  }
  let tail = 0;
  for (let score = points; score < scores.length; score++) tail += at(scores, score);
  return Math.min(1, tail);
}
