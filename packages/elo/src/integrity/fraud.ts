import { EloError } from "../errors.ts";
import { add, at, codeAt, idAt, itemAt } from "../math/access.ts";
import { normalQuantile, normalUpperTail } from "../math/normal-quantile.ts";
import { pairCountsFromColumns } from "../votes/pair-counts.ts";
import { checkUnweighted, SCORE, type VoteColumns } from "../votes/votes.ts";
import { consensusTail, firstTail, type Habit, priorOf, targetTail, tiesTail } from "./exact-tails.ts";
import { againstModel, combinedP, CONSENSUS, type Finding, FIRST_DOWN, FIRST_UP, forModel, type Suspect, TIES } from "./shared-evidence.ts";
import { type Spreads, spreadsOf } from "./taste.ts";
import { consensusOf, type Sum, VoterScan } from "./voter-scan.ts";

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
  /** The smallest p-value of all tests of this voter, each over its weight: their number counts, and what was found among other voters. */
  readonly p: number;
  /** Evidence against a voter without a taste of their own that may be looked at after every vote; such voters exceed 1/alpha with probability alpha at most. */
  readonly eValue: number;
}

const BETS = [0.1, 0.3, 0.6, 0.9];
/** A p-value that is this large for a normal is of no interest, exact or not. */
const CLEAR = 0.02;
const CLEAR_Z = normalQuantile(1 - CLEAR);

/**
 * Tests of every voter against the ratings without their own votes (one Newton step takes them out). With residuals e = y - p and directions g, z = sum of
 * e g over its standard error. Directions: p - 1/2 (consensus), 1 (first place), +-1 for a single model; and how often the voter ties.
 *
 * The null hypothesis is not that all honest voters are alike: a voter's log-odds differ from the consensus by a taste of their own for each
 * model, and by a habit of tying; `spreadsOf` finds from all voters how far. For few votes p-values are exact, over all outcomes that the votes
 * could have had, with the taste integrated out. `combinedP` makes one p-value of a voter's tests. The e-value is a bet against the
 * consensus, a product of 1 - lambda (y - p) sign(p - 1/2), averaged over lambda (Waudby-Smith and Ramdas, Journal of the Royal Statistical
 * Society B 86, 2024); it knows no taste.
 *
 * @param voters A number per vote.
 * @returns One test per voter, smallest p first; pass the p-values to `benjaminiHochberg`.
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
  const scan = new VoterScan(columns, consensus);
  const groups = votesByVoter(voters);
  const spreads = spreadsOf(scan, groups, columns.models.length, consensus.tieRate);
  const prior = priorOf(spreads.habits);
  const screened = groups.map(({ votes }) => {
    scan.read(votes);
    return testVoter(scan, spreads, prior);
  });
  const p = combinedP(screened, columns.models.length);
  const tests = screened.map(({ result, target }, k): VoterTest => ({
    voter: itemAt(groups, k).voter,
    ...result,
    target: itemAt(columns.models, target),
    p: at(p, k),
  }));
  return tests.sort((left, right) => left.p - right.p);
}

/** A voter's test before it is known what was found among the others; `target` is an index. */
interface Screened extends Suspect {
  readonly target: number;
  readonly result: Omit<VoterTest, "voter" | "target" | "p">;
}

/** Groups the indices of votes by voter, by counting. */
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
  for (let vote = 0; vote < index.length; vote++) {
    const own = idAt(index, vote);
    order[at(next, own)] = vote;
    add(next, own, 1);
  }
  return [...indexOf].map(([voter, k]) => ({ voter, votes: order.subarray(at(start, k), at(start, k + 1)) }));
}

const zOf = ({ value, chance, taste }: Sum, variance: number): number => (chance > 0 ? value / Math.sqrt(chance + variance * taste) : 0);

function testVoter(scan: VoterScan, spreads: Spreads, prior: readonly Habit[]): Screened {
  const { length: votes, consensus, first, ties } = scan;
  const [consensusZ, firstZ, tieZ] = [zOf(consensus, spreads.consensus), zOf(first, spreads.first), zOf(ties, spreads.habits.variance)];
  const side = firstZ >= 0 ? 1 : -1;
  const normal = { consensus: normalUpperTail(-consensusZ), first: normalUpperTail(Math.abs(firstZ)), ties: normalUpperTail(tieZ) };
  const findings: Finding[] = [
    { suspicion: CONSENSUS, p: normal.consensus > CLEAR ? normal.consensus : Math.max(normal.consensus, consensusTail(scan) ?? 0) },
    {
      suspicion: side > 0 ? FIRST_UP : FIRST_DOWN,
      p: normal.first > CLEAR ? normal.first : (firstTail(scan, spreads.first, side) ?? normal.first),
    },
    { suspicion: TIES, p: normal.ties > CLEAR ? normal.ties : (tiesTail(scan, spreads.habits.variance) ?? normal.ties) },
  ];
  let [target, targetZ] = [idAt(scan.models, 0), 0];
  for (let index = 0; index < scan.met; index++) {
    const model = idAt(scan.models, index);
    const spread = at(spreads.taste, model);
    const z = at(scan.value, index) / Math.sqrt(at(scan.chance, index) + spread * (at(scan.slope, index) ** 2 + at(scan.opponents, index)));
    if (Math.abs(z) > Math.abs(targetZ)) [target, targetZ] = [model, z];
    if (Math.abs(z) < CLEAR_Z) continue;
    const p = targetTail(scan, index, spread, z > 0 ? 1 : -1, prior) ?? normalUpperTail(Math.abs(z));
    findings.push({ suspicion: z > 0 ? forModel(model) : againstModel(model), p });
  }
  const result = { votes, consensusZ, firstZ, tieZ, targetZ, eValue: eValueOf(scan) };
  return { findings, met: scan.models.slice(0, scan.met), target, result };
}

function eValueOf({ length, outcome, p }: VoterScan): number {
  let sum = 0;
  for (const bet of BETS) {
    let wealth = 1;
    for (let k = 0; k < length; k++) wealth *= 1 - bet * (at(SCORE, codeAt(outcome, k)) - at(p, k)) * Math.sign(at(p, k) - 0.5);
    sum += wealth;
  }
  return sum / BETS.length;
}
