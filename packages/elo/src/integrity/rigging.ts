import { fitBradleyTerry } from "../fit/bradley-terry.ts";
import { EloError } from "../errors.ts";
import { checkChoice, checkFinite, checkKeys, checkWhole } from "../options.ts";
import { describeExistence } from "../fit/existence.ts";
import { benjaminiHochberg } from "./benjamini-hochberg.ts";
import { testVoters } from "./fraud.ts";
import { addPairCounts, countVotes, type PairCounts, pairCountsFromColumns } from "../votes/pair-counts.ts";
import { createRandom, type Random } from "../math/random.ts";
import { at, idAt, itemAt } from "../math/access.ts";
import { pickVotes, type VoteColumns } from "../votes/votes.ts";

/**
 * How votes are rigged (Min et al., ICML 2025, PMLR 267:44252): `target-only` votes for the target wherever it is recognised and leaves all other
 * battles; `omnipresent` also votes, in battles without it, against the model that stands nearest above it.
 */
export interface RiggingAttack {
  readonly strategy: "target-only" | "omnipresent";
  readonly target: string;
  /** The share of answers whose model the attacker recognises. */
  readonly accuracy: number;
  /** Votes that one session casts before the attacker takes a new one. */
  readonly votesPerVoter: number;
}

/** Options of `simulateRigging`. */
export interface RiggingOptions {
  readonly attack: RiggingAttack;
  /** Numbers of rigged votes to look at, rising. */
  readonly steps: readonly number[];
  readonly seed: number;
  /** Called after each step, for a progress bar. */
  readonly onStep?: (done: number, of: number) => void;
}

/** What a number of rigged votes did. */
export interface RiggingResult {
  readonly votes: number;
  /** Battles that the attacker had to open for them. */
  readonly battles: number;
  readonly rank: number;
  /** The rank after the voters that the tests reject were left out, honest ones among them; null where the votes that are left separate the models. */
  readonly rankFiltered: number | null;
  readonly rejectedAttackers: number;
  readonly rejectedHonest: number;
  /** Votes for each rank gained without filters; null while none is. */
  readonly votesPerRank: number | null;
}

/**
 * Simulates an attack on real votes: pairs come as often as they do among the honest votes. The filter is `testVoters` with a
 * false discovery rate of 5 %.
 *
 * @param voters A number from 0 on per vote.
 * @throws EloError `bad-input` for an unknown target, steps that do not rise, or an option that is unknown or out of range; `no-maximum` where
 * the honest votes separate the models.
 * @example
 * ```ts
 * const attack = { strategy: "target-only", target: "m7", accuracy: 0.95, votesPerVoter: 20 } as const;
 * simulateRigging(columns, voters, { attack, steps: [100, 1000], seed: 1 })[1]?.rank;
 * ```
 */
export function simulateRigging(columns: VoteColumns, voters: Int32Array, options: RiggingOptions): RiggingResult[] {
  checkOptions(columns, voters, options);
  const { attack, steps, seed, onStep } = options;
  const target = columns.models.indexOf(attack.target);
  const honest = pairCountsFromColumns(columns);
  const before = rankOf(honest, target);
  const firstAttacker = voters.reduce((most, voter) => Math.max(most, voter), 0) + 1;
  const rigged = castVotes(
    honest,
    target,
    attack,
    steps.reduce((most, step) => Math.max(most, step), 0),
    createRandom(seed),
  );
  return steps.map((votes, step) => {
    const added = take(rigged, votes);
    const all = addPairCounts([honest, 1], [pairCountsFromColumns({ models: columns.models, ...added }), 1]);
    const joined = join(columns, added);
    const names = Int32Array.from({ length: joined.a.length }, (_, vote) =>
      vote < voters.length ? idAt(voters, vote) : firstAttacker + Math.floor((vote - voters.length) / attack.votesPerVoter),
    );
    const tests = testVoters(joined, names);
    const isRejected = benjaminiHochberg(tests.map(({ p }) => p));
    const rejected = new Set(tests.filter((_, k) => isRejected[k]).map(({ voter }) => voter));
    const kept = [...names.keys()].filter((vote) => !rejected.has(idAt(names, vote)));
    const rank = rankOf(all, target);
    onStep?.(step + 1, steps.length);
    const attackers = [...rejected].filter((voter) => voter >= firstAttacker).length;
    return {
      votes,
      battles: votes > 0 ? idAt(rigged.battles, votes - 1) : 0,
      rank,
      rankFiltered: rankUnlessSeparated(pairCountsFromColumns(pickVotes(joined, kept)), target),
      rejectedAttackers: attackers,
      rejectedHonest: rejected.size - attackers,
      votesPerRank: rank < before ? votes / (before - rank) : null,
    };
  });
}

function checkOptions(columns: VoteColumns, voters: Int32Array, options: RiggingOptions): void {
  checkKeys("simulateRigging", options, ["attack", "steps", "seed", "onStep"]);
  const { attack, steps, seed } = options;
  checkKeys("attack", attack, ["strategy", "target", "accuracy", "votesPerVoter"]);
  checkChoice("strategy", attack.strategy, ["target-only", "omnipresent"]);
  checkWhole("votesPerVoter", attack.votesPerVoter, 1);
  checkFinite("seed", seed);
  steps.forEach((step, k) => checkWhole(`Step ${k + 1}`, step, k === 0 ? 0 : itemAt(steps, k - 1)));
  if (!columns.models.includes(attack.target)) throw new EloError("bad-input", `There is no model ${attack.target}.`);
  if (!(attack.accuracy > 0 && attack.accuracy <= 1))
    throw new EloError("bad-input", `The accuracy is ${attack.accuracy}, but must be above 0 and at most 1.`);
  if (voters.length !== columns.a.length)
    throw new EloError("bad-input", `There are ${voters.length} voters for ${columns.a.length} votes.`);
}

interface RiggedVotes {
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly outcome: Uint8Array;
}

function castVotes(
  honest: PairCounts,
  target: number,
  attack: RiggingAttack,
  votes: number,
  random: Random,
): RiggedVotes & { battles: Int32Array } {
  const order = rankOrder(honest);
  const above = new Set(order.slice(Math.max(0, order.indexOf(target) - 1), order.indexOf(target)));
  const total = countVotes(honest);
  let reached = 0;
  const sums = honest.winsFirst.map((wins, k) => (reached += wins + at(honest.winsSecond, k) + at(honest.ties, k) + at(honest.bothBad, k)));
  const rigged = { a: new Int32Array(votes), b: new Int32Array(votes), outcome: new Uint8Array(votes), battles: new Int32Array(votes) };
  for (let cast = 0, battles = 1; cast < votes; battles++) {
    const drawn = random.uniform() * total;
    const k = firstAbove(sums, drawn);
    const [i, j] = [idAt(honest.first, k), idAt(honest.second, k)];
    const [seenI, seenJ] = [random.uniform() < attack.accuracy, random.uniform() < attack.accuracy];
    let winner = -1;
    if (seenI && i === target) winner = 0;
    else if (seenJ && j === target) winner = 1;
    else if (attack.strategy === "omnipresent" && seenI && above.has(i)) winner = 1;
    else if (attack.strategy === "omnipresent" && seenJ && above.has(j)) winner = 0;
    if (winner < 0) continue;
    rigged.a[cast] = i;
    rigged.b[cast] = j;
    rigged.outcome[cast] = winner;
    rigged.battles[cast] = battles;
    cast++;
  }
  return rigged;
}

/** The first index whose value lies above a limit; the values rise. */
function firstAbove(values: Float64Array, limit: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(values, middle) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

function rankOrder(counts: PairCounts): number[] {
  const { theta } = fitBradleyTerry(counts, { covariance: "fisher" });
  return [...theta.keys()].toSorted((one, other) => at(theta, other) - at(theta, one));
}

const rankOf = (counts: PairCounts, target: number): number => rankOrder(counts).indexOf(target) + 1;

const rankUnlessSeparated = (counts: PairCounts, target: number): number | null =>
  describeExistence(counts).exists ? rankOf(counts, target) : null;

const take = ({ a, b, outcome }: RiggedVotes, votes: number): RiggedVotes => ({
  a: a.subarray(0, votes),
  b: b.subarray(0, votes),
  outcome: outcome.subarray(0, votes),
});

function join(columns: VoteColumns, added: RiggedVotes): VoteColumns {
  const length = columns.a.length + added.a.length;
  const joined = { models: columns.models, a: new Int32Array(length), b: new Int32Array(length), outcome: new Uint8Array(length) };
  for (const name of ["a", "b", "outcome"] as const) {
    joined[name].set(columns[name]);
    joined[name].set(added[name], columns.a.length);
  }
  return joined;
}
