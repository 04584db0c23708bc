import { EloError } from "../errors.ts";
import { add, at, itemAt } from "../math/access.ts";
import { normalUpperTail } from "../math/normal-quantile.ts";
import { shiftedUpperTail } from "../math/poisson-binomial.ts";
import { pairCountsFromColumns } from "../votes/pair-counts.ts";
import { checkUnweighted, SCORE, type VoteColumns } from "../votes/votes.ts";
import { consensusOf, type JudgedVote, type Sum, sumsOf, type VoterSums } from "./voter-sums.ts";

/** What a voter's votes look like beside the votes of all others. */
export interface VoterTest {
  readonly voter: number;
  readonly votes: number;
  /** Agreement with the consensus in standard errors; far below 0 for a random clicker. */
  readonly consensusZ: number;
  /** Preference for the answer shown first, in standard errors. */
  readonly firstZ: number;
  /** Ties and both-bad votes beyond those of other voters, in standard errors. */
  readonly tieZ: number;
  /** The model that the voter favours or disfavours most, and how far, in standard errors. */
  readonly target: string;
  readonly targetZ: number;
  /** The smallest of the four p-values, times four (and the target's times the number of models it met). */
  readonly p: number;
  /** Evidence against a voter without a taste of their own that may be looked at after every vote; such voters exceed 1/alpha with probability alpha at most. */
  readonly eValue: number;
}

const BETS = [0.1, 0.3, 0.6, 0.9];
/** Exact tails are summed up to this many votes; from there on the normal distribution serves. */
const EXACT_VOTES = 500;
/** A p-value that is this large for a normal is of no interest, exact or not. */
const CLEAR = 0.2;
const EXACT_CONSENSUS_VOTES = 10;
/** Spreads of taste are found from this many voters at most, evenly spaced. */
const SAMPLE = 4000;
/** The median of the square of a standard normal. */
const MEDIAN_SQUARE = 0.4549364231195724;

/**
 * Tests of every voter against the ratings without their own votes (one Newton step takes them out). With residuals e = y - p and directions g, z = sum of
 * e g over its standard error. Directions: p - 1/2 (consensus), 1 (first place), +-1 for a single model; and how often the voter ties.
 *
 * The null hypothesis is not that all honest voters are alike: a voter's log-odds differ from the consensus by a taste of their own for each
 * model, and by a habit of tying. How far honest voters differ is found from all of them: the variance of taste with which the median of z^2 is that of
 * a normal (as genomic control does: Devlin, Roeder, Biometrics 55, 1999), so up to a half of dishonest voters cannot hide behind it. For few votes
 * p-values are exact (Poisson-binomial, given how many votes were ties, with the taste integrated out). The e-value is a bet against the
 * consensus, a product of 1 - lambda (y - p) sign(p - 1/2), averaged over lambda (Waudby-Smith and Ramdas, Journal of the Royal Statistical
 * Society B 86, 2024); it knows no taste.
 *
 * @param voters A number per vote.
 * @returns One test per voter, smallest p first; hand the p-values to `benjaminiHochberg`.
 * @throws EloError `bad-input` for voters of another number than votes, or weights other than 1.
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
  const consensus = consensusOf(pairCountsFromColumns(columns));
  const groups = votesByVoter(voters);
  const every = Math.max(1, Math.floor(groups.length / SAMPLE));
  const sample = groups.filter((_, k) => k % every === 0).map(({ votes }) => sumsOf(columns, votes, consensus));
  const spreads = spreadsOf(sample);
  const tests = groups.map(({ voter, votes }) => testVoter(columns.models, voter, sumsOf(columns, votes, consensus), spreads));
  return tests.toSorted((left, right) => left.p - right.p);
}

/** The votes of each voter, in order, by counting. */
function votesByVoter(voters: Int32Array): { voter: number; votes: Int32Array }[] {
  const indexOf = new Map<number, number>();
  const index = voters.map((voter) => {
    const known = indexOf.get(voter) ?? indexOf.size;
    indexOf.set(voter, known);
    return known;
  });
  const start = new Float64Array(indexOf.size + 1);
  for (const own of index) add(start, own + 1, 1);
  for (let k = 1; k < start.length; k++) add(start, k, at(start, k - 1));
  const order = new Int32Array(voters.length);
  const next = start.slice();
  index.forEach((own, vote) => {
    order[at(next, own)] = vote;
    add(next, own, 1);
  });
  return [...indexOf].map(([voter, k]) => ({ voter, votes: order.subarray(at(start, k), at(start, k + 1)) }));
}

/** How far honest voters differ, as variances in log-odds. */
interface Spreads {
  readonly taste: number;
  readonly first: number;
  readonly consensus: number;
  readonly ties: number;
}

function spreadsOf(voters: readonly VoterSums[]): Spreads {
  const taste = spreadOf(
    voters.flatMap(({ targets }) => [...targets.values()]),
    0,
  );
  const of = (pick: (sums: VoterSums) => Sum, least: number) => Math.max(least, spreadOf(voters.map(pick), least));
  return {
    taste,
    first: of(({ first }) => first, taste),
    consensus: of(({ consensus }) => consensus, taste),
    ties: of(({ ties }) => ties, 0),
  };
}

const SUMS_MIN = 20;
const HALVINGS = 40;
const SPREAD_MAX = 25;

/** The variance at which the median of z^2 is a normal's, by halving; `least` where that is more than there is, or too few sums are known well. */
function spreadOf(sums: readonly Sum[], least: number): number {
  // Sums of a few votes are not normal, and say little of taste.
  const known = sums.filter(({ chance, taste }) => taste > 0.25 * chance);
  if (known.length < SUMS_MIN) return least;
  const median = (variance: number) => {
    const squares = Float64Array.from(known, ({ value, chance, taste }) => (value * value) / (chance + variance * taste)).sort();
    return at(squares, squares.length >> 1);
  };
  let [low, high] = [least, SPREAD_MAX];
  if (median(low) <= MEDIAN_SQUARE) return least;
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (median(middle) > MEDIAN_SQUARE) low = middle;
    else high = middle;
  }
  return high;
}

const zOf = ({ value, chance, taste }: Sum, variance: number): number => (chance > 0 ? value / Math.sqrt(chance + variance * taste) : 0);

function testVoter(models: readonly string[], voter: number, sums: VoterSums, spreads: Spreads): VoterTest {
  const { votes } = sums;
  const [consensusZ, firstZ, tieZ] = [zOf(sums.consensus, spreads.consensus), zOf(sums.first, spreads.first), zOf(sums.ties, spreads.ties)];
  let [target, targetZ] = [-1, 0];
  for (const [model, sum] of sums.targets) {
    const z = zOf(sum, spreads.taste);
    if (target < 0 || Math.abs(z) > Math.abs(targetZ)) [target, targetZ] = [model, z];
  }
  const p = Math.min(
    Math.max(normalUpperTail(-consensusZ), exactConsensus(votes)),
    pOfWins(votes, () => true, sums.first, firstZ, spreads.first),
    sums.targets.size *
      pOfWins(
        votes.filter(({ i, j }) => i === target || j === target),
        ({ i }) => i === target,
        sums.targets.get(target) ?? sums.first,
        targetZ,
        spreads.taste,
      ),
    pOfTies(votes, sums.ties, tieZ, spreads.ties),
  );
  return {
    voter,
    votes: votes.length,
    consensusZ,
    firstZ,
    tieZ,
    target: itemAt(models, target),
    targetZ,
    p: Math.min(1, 4 * p),
    eValue: eValueOf(votes),
  };
}

/** The probability that the first wins, given that it is no tie. */
const decisive = ({ p, tie }: JudgedVote): number => Math.min(1 - 1e-9, Math.max(1e-9, (p - tie / 2) / Math.max(1e-9, 1 - tie)));
const decisiveVotes = (votes: readonly JudgedVote[]) => votes.filter(({ outcome }) => outcome < 2);

/** The variance of a common shift of log-odds that stands for a voter's taste. */
const shiftOf = ({ taste, slope }: Sum, spread: number): number => (slope > 0 ? (spread * taste) / slope ** 2 : 0);

/** Two-sided, by the wins of one side among the votes that were no ties: exact where votes are few and the normal p-value is small. */
function pOfWins(votes: readonly JudgedVote[], isFirst: (vote: JudgedVote) => boolean, sum: Sum, z: number, spread: number): number {
  const counted = decisiveVotes(votes);
  const normal = 2 * normalUpperTail(Math.abs(z));
  if (counted.length > EXACT_VOTES || normal > CLEAR) return normal;
  const wins = counted.filter((vote) => (vote.outcome === 0) === isFirst(vote)).length;
  const logits = Float64Array.from(counted, (vote) => (isFirst(vote) ? 1 : -1) * logitOf(decisive(vote)));
  const variance = shiftOf(sum, spread);
  const above = shiftedUpperTail(logits, wins, variance);
  const below = shiftedUpperTail(
    logits.map((logit) => -logit),
    counted.length - wins,
    variance,
  );
  return Math.min(1, 2 * Math.min(above, below));
}

const logitOf = (p: number): number => Math.log(p / (1 - p));

/** P(agreement with the consensus as low as seen), over all outcomes of the votes that were no ties. */
function exactConsensus(votes: readonly JudgedVote[]): number {
  const counted = decisiveVotes(votes);
  if (counted.length > EXACT_CONSENSUS_VOTES) return 0;
  const seen = counted.reduce((sum, { p, outcome }) => sum + (at(SCORE, outcome) - 0.5) * (p - 0.5), 0);
  let probability = 0;
  for (let ends = 0; ends < 2 ** counted.length; ends++) {
    let [sum, share] = [0, 1];
    counted.forEach((vote, k) => {
      const won = (ends >> k) & 1;
      sum += (won - 0.5) * (vote.p - 0.5);
      share *= won ? decisive(vote) : 1 - decisive(vote);
    });
    if (sum <= seen + 1e-12) probability += share;
  }
  return probability;
}

/** P(as many ties as seen), at the common rate and with the habits of honest voters. */
function pOfTies(votes: readonly JudgedVote[], sum: Sum, z: number, spread: number): number {
  const normal = normalUpperTail(z);
  if (votes.length > EXACT_VOTES || normal > CLEAR) return normal;
  const ties = votes.filter(({ outcome }) => outcome >= 2).length;
  const rate = Math.min(1 - 1e-9, Math.max(1e-9, (ties - sum.value) / votes.length));
  return shiftedUpperTail(new Float64Array(votes.length).fill(logitOf(rate)), ties, shiftOf(sum, spread));
}

function eValueOf(votes: readonly JudgedVote[]): number {
  let sum = 0;
  for (const bet of BETS) {
    let wealth = 1;
    for (const { outcome, p } of votes) wealth *= 1 - bet * (at(SCORE, outcome) - p) * Math.sign(p - 0.5);
    sum += wealth;
  }
  return sum / BETS.length;
}
