import { describe, expect, it } from "vitest";
import {
  addPairCounts,
  benjaminiHochberg,
  fitBradleyTerry,
  pairCountsFromColumns,
  pairCountsFromRows,
  simulateRigging,
  smallestFlip,
  testVoters,
} from "../src/index.ts";
import { createRandom } from "../src/math/random.ts";
import { simulatedVotes } from "./simulated-votes.ts";

/** 200 voters of 100 votes each; voters 0 to 4 click at random, 5 to 9 always for model m0, 10 to 14 always left. */
function electorate() {
  const { truth: _, ...columns } = simulatedVotes(12, 20_000, 21);
  const voters = Int32Array.from(columns.a, (_value, vote) => Math.floor(vote / 100));
  const random = createRandom(5);
  voters.forEach((voter, vote) => {
    if (voter < 5) columns.outcome[vote] = Math.floor(3 * random.uniform());
    else if (voter < 10 && columns.a[vote] === 0) columns.outcome[vote] = 0;
    else if (voter < 10 && columns.b[vote] === 0) columns.outcome[vote] = 1;
    else if (voter >= 10 && voter < 15) columns.outcome[vote] = 0;
  });
  return { columns, voters };
}

describe("the tests of voters", () => {
  const { columns, voters } = electorate();
  const tests = testVoters(columns, voters);
  const of = (voter: number) => tests.find((test) => test.voter === voter);

  it("find who clicks at random, who boosts a model and who always takes the left, and say which it is", () => {
    const rejected = benjaminiHochberg(tests.map(({ p }) => p));
    const found = new Set(tests.filter((_, k) => rejected[k]).map(({ voter }) => voter));
    expect([10, 11, 12, 13, 14].filter((voter) => found.has(voter))).toHaveLength(5);
    expect([5, 6, 7, 8, 9].filter((voter) => found.has(voter)).length).toBeGreaterThanOrEqual(3);
    expect([0, 1, 2, 3, 4].filter((voter) => found.has(voter)).length).toBeGreaterThanOrEqual(2);
    expect([...found].filter((voter) => voter >= 15).length).toBeLessThanOrEqual(2);
    for (const voter of [5, 6, 7]) expect(of(voter)?.target).toBe("m0");
    expect(of(10)?.firstZ).toBeGreaterThan(6);
    expect(of(0)?.consensusZ).toBeLessThan(-1.5);
  });

  it("reject one honest voter in twenty at most", () => {
    const honest = tests.filter(({ voter }) => voter >= 15);
    expect(honest.filter(({ p }) => p < 0.05).length / honest.length).toBeLessThanOrEqual(0.06);
    expect(honest.filter(({ eValue }) => eValue > 20).length / honest.length).toBeLessThanOrEqual(0.05);
  });

  it("leave a voter's own votes out of what they are measured against", () => {
    // Three voters saw x and y as equal; voter 3 always took x. With its own votes in, the lead of x would excuse it.
    const [a, b] = [new Int32Array(160), new Int32Array(160).fill(1)];
    const outcome = Uint8Array.from(a, (_, vote) => (vote < 120 ? vote % 2 : 0));
    const [worst] = testVoters(
      { models: ["x", "y"], a, b, outcome },
      Int32Array.from(a, (_, vote) => Math.floor(vote / 40)),
    );
    expect(worst).toMatchObject({ voter: 3, target: "x" });
    // 40 votes of 1 against an expectation of 1/2: 40 (1/2) / sqrt(40 / 4) = 6.3; against 5/8, with its own votes in, it would be 4.9.
    expect(worst?.targetZ).toBeGreaterThan(5.8);
  });

  it("take single votes with a voter each", () => {
    expect(() => testVoters(columns, new Int32Array(3))).toThrow("There are 3 voters for 20000 votes.");
    const weight = new Float64Array(20_000).fill(1);
    weight[7] = 3;
    expect(() => testVoters({ ...columns, weight }, voters)).toThrow(
      "Vote 8 has the weight 3, but a test of voters takes votes one by one.",
    );
  });
});

/** Voters with `votes` votes each among 12 models, whose log-odds differ by a taste of their own, and whose share of ties may differ, too. */
function honestVoters({ voters = 200, votes = 60, taste = 0, tieSpread = 0, divided = 0, seed = 1 }) {
  const random = createRandom(seed);
  const truth = Float64Array.from({ length: 12 }, () => 0.86 * random.normal());
  const size = voters * votes;
  const columns = {
    models: Array.from(truth, (_, k) => `m${k}`),
    a: new Int32Array(size),
    b: new Int32Array(size),
    outcome: new Uint8Array(size),
  };
  for (let vote = 0, own = truth, ties = 0.2; vote < size; vote++) {
    if (vote % votes === 0) {
      own = truth.map((value, model) => value + (model === 1 && divided > 0 ? divided : taste) * random.normal());
      ties = Math.max(0, 0.2 + tieSpread * random.normal());
    }
    const a = Math.floor(12 * random.uniform());
    const b = (a + 1 + Math.floor(11 * random.uniform())) % 12;
    const wins = random.uniform() < 1 / (1 + Math.exp((own[b] ?? 0) - (own[a] ?? 0)));
    columns.a[vote] = a;
    columns.b[vote] = b;
    columns.outcome[vote] = random.uniform() < ties ? 2 : wins ? 0 : 1;
  }
  return { columns, voters: Int32Array.from(columns.a, (_, vote) => Math.floor(vote / votes)) };
}

describe("honest voters who differ", () => {
  it.each([
    { taste: 0.6, votes: 150 },
    { taste: 1, votes: 60 },
    { taste: 0.3, votes: 10 },
    { tieSpread: 0.12, votes: 60 },
  ])("are not taken for fraud: %j", (kind) => {
    const { columns, voters } = honestVoters(kind);
    const p = testVoters(columns, voters).map((test) => test.p);
    expect(p.filter((value) => value < 0.05).length / p.length).toBeLessThanOrEqual(0.07);
    expect(benjaminiHochberg(p).filter(Boolean).length / p.length).toBeLessThanOrEqual(0.02);
  });

  it("are not taken for fraud where one model divides them", () => {
    const { columns, voters } = honestVoters({ taste: 0.3, votes: 100, divided: 2 });
    const tests = testVoters(columns, voters);
    expect(tests.filter(({ p }) => p < 0.05).length / tests.length).toBeLessThanOrEqual(0.05);
    expect(benjaminiHochberg(tests.map(({ p }) => p)).filter(Boolean).length / tests.length).toBeLessThanOrEqual(0.01);
  });

  it("do not hide a campaign: what is found for some of its accounts counts for the others", () => {
    const { columns, voters } = honestVoters({ taste: 0.2, votes: 60 });
    const foundWith = (accounts: number) => {
      const outcome = columns.outcome.slice();
      voters.forEach((voter, vote) => {
        if (voter >= accounts) return;
        if (columns.a[vote] === 3) outcome[vote] = 0;
        if (columns.b[vote] === 3) outcome[vote] = 1;
      });
      const tests = testVoters({ ...columns, outcome }, voters);
      const rejected = benjaminiHochberg(tests.map(({ p }) => p));
      const found = tests.filter((_, k) => rejected[k]);
      expect(found.filter(({ voter }) => voter >= accounts).length).toBeLessThanOrEqual(1);
      return found.filter(({ voter, target }) => voter < accounts && target === "m3").length / accounts;
    };
    const [few, many] = [foundWith(2), foundWith(20)];
    expect(many).toBeGreaterThanOrEqual(0.5);
    expect(many).toBeGreaterThan(few);
  });

  it("do not hide those who click at random, always left, or always tie", () => {
    const { columns, voters } = honestVoters({ taste: 0.5, votes: 150 });
    const random = createRandom(3);
    voters.forEach((voter, vote) => {
      if (voter < 5) columns.outcome[vote] = 0;
      else if (voter < 10) columns.outcome[vote] = 2;
      else if (voter < 15) columns.outcome[vote] = random.uniform() < 0.5 ? 0 : 1;
    });
    const tests = testVoters(columns, voters);
    const rejected = benjaminiHochberg(tests.map((test) => test.p));
    const found = new Set(tests.filter((_, k) => rejected[k]).map(({ voter }) => voter));
    expect([...Array(10).keys()].filter((voter) => found.has(voter))).toHaveLength(10);
    expect([...found].filter((voter) => voter >= 15)).toHaveLength(0);
    expect(tests.find(({ voter }) => voter === 7)?.tieZ).toBeGreaterThan(3);
  });

  it("are tested exactly where votes are few: seven of seven for the first place is no proof", () => {
    const { columns, voters } = honestVoters({ votes: 7, seed: 5 });
    voters.forEach((voter, vote) => (columns.outcome[vote] = voter === 0 ? 0 : (columns.outcome[vote] ?? 0)));
    // Two-sided 2 / 2^7 = 0.016 for equals, and four tests.
    expect(testVoters(columns, voters).find(({ voter }) => voter === 0)?.p).toBeGreaterThan(0.02);
  });
});

it("Benjamini and Hochberg's procedure rejects what their own example rejects", () => {
  // Section 3.3 of the paper: fifteen p-values, of which the first four are rejected at 5 %.
  const p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1];
  expect(benjaminiHochberg(p)).toEqual(p.map((_, index) => index < 4));
  expect(benjaminiHochberg(p.toReversed())).toEqual(p.map((_, index) => index >= 11));
});

describe("the influence of single votes", () => {
  it("is named by a set of votes without which the leader changes", () => {
    const counts = pairCountsFromRows([
      { a: "x", b: "y", winsA: 52, winsB: 50, ties: 0 },
      { a: "y", b: "z", winsA: 60, winsB: 40, ties: 0 },
      { a: "z", b: "x", winsA: 40, winsB: 60, ties: 0 },
    ]);
    const flip = smallestFlip(counts);
    expect(flip).toMatchObject({ leader: "x", runnerUp: "y" });
    expect(flip?.votes).toBeLessThanOrEqual(4);
    const rest = (flip?.removed ?? []).reduce(
      (sum, { first, second, outcome, votes }) =>
        addPairCounts(
          [sum, 1],
          [
            pairCountsFromRows([
              {
                a: first,
                b: second,
                winsA: outcome === "first" ? votes : 0,
                winsB: outcome === "second" ? votes : 0,
                ties: outcome === "tie" ? votes : 0,
              },
            ]),
            -1,
          ],
        ),
      counts,
    );
    const { models, theta } = fitBradleyTerry(rest);
    expect(theta[models.indexOf("y")]).toBeGreaterThan(theta[models.indexOf("x")] ?? 0);
  });

  it("looks at all rivals: a third that was seldom seen may need fewer votes than the second", () => {
    const counts = pairCountsFromRows([
      { a: "x", b: "y", winsA: 1000, winsB: 980, ties: 0 },
      { a: "x", b: "z", winsA: 4, winsB: 3, ties: 0 },
      { a: "y", b: "z", winsA: 4, winsB: 3, ties: 0 },
    ]);
    const { theta } = fitBradleyTerry(counts);
    expect([...theta.keys()].toSorted((one, other) => (theta[other] ?? 0) - (theta[one] ?? 0))).toEqual([0, 1, 2]);
    const flip = smallestFlip(counts);
    expect(flip).toMatchObject({ leader: "x", runnerUp: "z" });
    expect(flip?.votes).toBeLessThanOrEqual(3);
    expect(flip?.leadWithout).toBeLessThan(0);
  });

  it("is null where no votes can be left out without losing the comparison", () => {
    expect(smallestFlip(pairCountsFromRows([{ a: "x", b: "y", winsA: 3, winsB: 2, ties: 0 }]))).toMatchObject({ votes: 2 });
    expect(smallestFlip(pairCountsFromRows([{ a: "x", b: "y", winsA: 1, winsB: 0, ties: 1 }]))).toBeNull();
  });
});

describe("a rigging attack", () => {
  const { truth, ...columns } = simulatedVotes(10, 8000, 31);
  const voters = Int32Array.from(columns.a, (_, vote) => Math.floor(vote / 40));
  const order = [...truth.keys()].toSorted((one, other) => (truth[other] ?? 0) - (truth[one] ?? 0));
  const attack = { strategy: "target-only", target: `m${order[5]}`, accuracy: 0.95, votesPerVoter: 100 } as const;

  it("lifts its target vote by vote, and less so where the voters are tested", () => {
    const [few, many] = simulateRigging(columns, voters, { attack, steps: [10, 1000], seed: 1 });
    expect(few?.rank).toBeGreaterThanOrEqual(5);
    expect(many?.rank).toBeLessThan(few?.rank ?? 0);
    expect(many?.votesPerRank).toBeGreaterThan(100);
    expect(many?.rankFiltered).toBeGreaterThan(many?.rank ?? 0);
    expect(many?.rejectedAttackers).toBeGreaterThan(7);
    expect(many?.rejectedHonest).toBeLessThanOrEqual(10);
    // One battle in five shows the target.
    expect((many?.battles ?? 0) / 1000).toBeCloseTo(5 / 0.95, 0);
    expect(pairCountsFromColumns(columns).models).toContain(attack.target);
  });

  it("costs fewer battles where it also votes without its target in sight", () => {
    const [omnipresent] = simulateRigging(columns, voters, { attack: { ...attack, strategy: "omnipresent" }, steps: [500], seed: 1 });
    const [targetOnly] = simulateRigging(columns, voters, { attack, steps: [500], seed: 1 });
    expect(omnipresent?.battles).toBeLessThan(targetOnly?.battles ?? 0);
  });

  it.each([
    [{ ...attack, target: "nobody" }, "There is no model nobody."],
    [{ ...attack, accuracy: 0 }, "The accuracy is 0, but must be above 0 and at most 1."],
  ])("cannot be simulated where it makes no sense", (bad, sentence) => {
    expect(() => simulateRigging(columns, voters, { attack: bad, steps: [10], seed: 1 })).toThrow(sentence);
  });
});
