import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  columnsFromVotes,
  ELO_PER_LOG_ODDS,
  fitBradleyTerry,
  fitFirth,
  fitPenalized,
  fitTieModel,
  fitVotes,
  type Outcome,
  outcomes,
  pairCountsFromColumns,
  pairCountsFromRows,
  type PairCounts,
  type PairRow,
  probabilityTop,
  rateModels,
  ratePenalized,
  type Ratings,
  simultaneousRanks,
  type Vote,
} from "../src/index.ts";
import { simulatedVotes } from "./simulated-votes.ts";

const names = ["v", "w", "x", "y", "z"];
const vote: fc.Arbitrary<Vote> = fc
  .tuple(fc.nat(4), fc.integer({ min: 1, max: 4 }), fc.constantFrom(...outcomes))
  .map(([a, step, outcome]) => ({ a: names[a] ?? "", b: names[(a + step) % 5] ?? "", outcome }));
const row = (a: string, b: string, winsA: number, winsB: number, ties = 0): PairRow => ({ a, b, winsA, winsB, ties });
const counts = (votes: readonly Vote[]) => pairCountsFromColumns(columnsFromVotes(votes));
const ratingsOf = ({ models }: Ratings) => new Map(models.filter(({ votes }) => votes > 0).map(({ model, rating }) => [model, rating]));
const rate = (votes: readonly Vote[]) => ratingsOf(ratePenalized(counts(votes)));
const of = (map: ReadonlyMap<string, number>, model: string) => map.get(model) ?? Number.NaN;
/** Rounding of ratings around 1000. */
const TINY = 1e-7;

describe("penalised ratings", () => {
  it("move no model by a vote more than the two that the vote is about", () => {
    fc.assert(
      fc.property(fc.array(vote, { minLength: 1, maxLength: 40 }), vote, (votes, extra) => {
        const [before, after] = [rate(votes), rate([...votes, extra])];
        if (before.size < after.size) return;
        const moved = (model: string) => Math.abs(of(after, model) - of(before, model));
        const most = Math.max(moved(extra.a), moved(extra.b));
        for (const model of before.keys()) expect(moved(model)).toBeLessThanOrEqual(most + TINY);
      }),
    );
  });

  it("never rise by a loss nor fall by a win", () => {
    fc.assert(
      fc.property(fc.array(vote, { minLength: 1, maxLength: 40 }), fc.nat(4), fc.nat(3), (votes, a, step) => {
        const [winner = "", loser = ""] = [names[a], names[(a + 1 + step) % 5]];
        const [before, after] = [rate(votes), rate([...votes, { a: winner, b: loser, outcome: "a" }])];
        if (before.has(loser)) expect(of(after, loser)).toBeLessThanOrEqual(of(before, loser) + TINY);
        if (before.has(winner)) expect(of(after, winner)).toBeGreaterThanOrEqual(of(before, winner) - TINY);
      }),
    );
  });

  it("are continuous: a thousandth of a vote moves nothing by more than a point, whatever there was before", () => {
    fc.assert(
      fc.property(fc.array(vote, { minLength: 3, maxLength: 40 }), vote, (votes, extra) => {
        const [before, after] = [rate(votes), rate([...votes, { ...extra, weight: 1e-3 }])];
        for (const [model, rating] of before) if (before.size === after.size) expect(Math.abs(of(after, model) - rating)).toBeLessThan(2);
      }),
    );
  });

  it("know nothing of models that they never met: neither ratings nor intervals change", () => {
    fc.assert(
      fc.property(fc.array(vote, { minLength: 1, maxLength: 30 }), fc.array(vote, { minLength: 1, maxLength: 60 }), (votes, others) => {
        const strangers = others.map(({ a, b, outcome }) => ({ a: `${a}'`, b: `${b}'`, outcome }));
        const [alone, beside] = [ratePenalized(counts(votes)), ratePenalized(counts([...votes, ...strangers]))];
        for (const { model, rating, low, high } of alone.models) {
          const found = beside.models.find((one) => one.model === model);
          expect(found?.rating).toBeCloseTo(rating, 6);
          expect([found?.low, found?.high].map((value) => Math.round((value ?? 0) * 1e5))).toEqual(
            [low, high].map((value) => Math.round((value ?? 0) * 1e5)),
          );
        }
        expect(beside.warnings.some((warning) => warning.includes("never met the rest"))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it("have mean 1000 and lead as the votes do, from the very first one on", () => {
    const { models, method, warnings } = ratePenalized(counts([{ a: "x", b: "y", outcome: "a" }]));
    expect([method, warnings]).toEqual(["bradley-terry-penalized", []]);
    expect((models[0]?.rating ?? 0) + (models[1]?.rating ?? 0)).toBeCloseTo(2000, 8);
    expect(models.map(({ model, rank }) => [model, rank])).toEqual([
      ["x", [1, 2]],
      ["y", [1, 2]],
    ]);
    for (const { rating, low, high } of models) expect((low ?? rating) < rating && rating < (high ?? rating)).toBe(true);
  });

  it("leave models without a vote at the end, where they take no rank from others", () => {
    const rows = [row("x", "y", 300, 200), row("y", "z", 300, 200)];
    const idle = Array.from({ length: 9 }, (_, k) => `idle${k}`);
    const [alone, beside] = [
      ratePenalized(pairCountsFromRows(rows)),
      ratePenalized(pairCountsFromRows(rows, { models: [...idle, "x", "y", "z"] })),
    ];
    expect(beside.models.slice(0, 3)).toEqual(alone.models);
    expect(beside.models[3]).toMatchObject({ model: "idle0", votes: 0, se: null, low: null, high: null, rank: [1, 12] });
    expect(ratePenalized(pairCountsFromRows([], { models: ["x", "y"] })).models.map(({ se }) => se)).toEqual([null, null]);
    expect(ratePenalized(pairCountsFromRows([])).models).toEqual([]);
  });

  it("do not let a newcomer's loss jump the leader, as pseudo-votes for every pair did", () => {
    const columns = simulatedVotes(30, 900, 5);
    const before = ratePenalized(pairCountsFromColumns(columns));
    const leader = before.models[0];
    const names31 = [...columns.models, "new"];
    const joined = {
      models: names31,
      a: Int32Array.of(...columns.a, names31.indexOf(leader?.model ?? "")),
      b: Int32Array.of(...columns.b, 30),
      outcome: Uint8Array.of(...columns.outcome, 0),
    };
    const after = ratePenalized(pairCountsFromColumns(joined));
    for (const { model, rating } of before.models.filter((one) => one !== leader)) {
      // All others move together by what the newcomer takes off the mean.
      expect(Math.abs((after.models.find((one) => one.model === model)?.rating ?? 0) - rating)).toBeLessThan(20);
    }
    expect((after.models.find(({ model }) => model === "new")?.rating ?? 0) < (leader?.rating ?? 0)).toBe(true);
  });

  it("are within a quarter of a half-width of the exact ratings from 30 votes per model on", () => {
    const distances: number[] = [];
    for (let seed = 0; seed < 20; seed++) {
      const columns = pairCountsFromColumns(simulatedVotes(10, 150, 100 + seed));
      const [exact, penalised] = [ratingsOf(rateModels(columns)), ratePenalized(columns).models];
      for (const { model, rating, se } of penalised) distances.push(Math.abs(of(exact, model) - rating) / (1.96 * (se ?? 0)));
    }
    distances.sort((one, other) => one - other);
    expect(distances[Math.floor(0.95 * distances.length)]).toBeLessThan(0.25);
    // The penalty is there all the same.
    expect(distances[Math.floor(0.5 * distances.length)]).toBeGreaterThan(0.005);
  });
});

describe("Firth's ratings", () => {
  it("converge on single votes, strict chains and sparse boards, to where one vote more or less is half won", () => {
    const chain = (length: number, wins: number) =>
      pairCountsFromRows(Array.from({ length }, (_, k) => row(`p${k}`, `p${k + 1}`, wins, 0)));
    const lead = fitFirth(chain(1, 1)).theta;
    expect((lead[0] ?? 0) - (lead[1] ?? 0)).toBeCloseTo(Math.log(3), 8);
    for (const [length, wins] of [
      [1, 20],
      [2, 1],
      [15, 1],
      [15, 2],
    ] as const) {
      const { theta } = fitFirth(chain(length, wins));
      expect([...theta].every((value, k) => k === 0 || value < (theta[k - 1] ?? 0))).toBe(true);
    }
    for (let seed = 0; seed < 20; seed++) {
      const { truth: _, ...columns } = simulatedVotes(40, 60, seed);
      // A path through all models links them.
      const path = Array.from({ length: 39 }, (_value, k) => k);
      const linked = {
        ...columns,
        a: Int32Array.of(...columns.a, ...path),
        b: Int32Array.of(...columns.b, ...path.map((k) => k + 1)),
        outcome: Uint8Array.of(...columns.outcome, ...path.map(() => 0)),
      };
      expect(Math.max(...fitFirth(pairCountsFromColumns(linked)).theta.map(Math.abs))).toBeLessThan(12);
    }
  });

  it("name who never met the rest", () => {
    expect(() => fitFirth(pairCountsFromRows([row("x", "y", 1, 1), row("p", "q", 1, 0), row("y", "z", 1, 1)]))).toThrow(
      "p, q never met the rest",
    );
  });
});

/** Ten models with 1,800 votes each, and one vote of a newcomer against the best of them. */
function boardWithNewcomer(outcome: Outcome, votes = 1) {
  const { truth, ...columns } = simulatedVotes(10, 9000, 3);
  const best = truth.indexOf(Math.max(...truth));
  const repeat = (value: number) => Array.from({ length: votes }, () => value);
  return {
    best: `m${best}`,
    columns: {
      models: [...columns.models, "new"],
      a: Int32Array.of(...columns.a, ...repeat(10)),
      b: Int32Array.of(...columns.b, ...repeat(best)),
      outcome: Uint8Array.of(...columns.outcome, ...repeat(outcomes.indexOf(outcome))),
    },
  };
}

describe("intervals of models with few votes", () => {
  const { best, columns } = boardWithNewcomer("tie");
  const pairs = pairCountsFromColumns(columns);

  it("know that one tie is one vote, under every likelihood", () => {
    const boards = [
      rateModels(pairs),
      ratePenalized(pairs),
      ...[fitVotes(columns), fitVotes(columns, { position: true })].map((fit) => fit),
    ];
    for (const board of boards) {
      const width =
        "method" in board
          ? (board.models.find(({ model }) => model === "new")?.se ?? 0)
          : ELO_PER_LOG_ODDS * Math.sqrt(board.covariance[120] ?? 0);
      expect(width).toBeGreaterThan(90);
    }
    for (const model of ["davidson", "rao-kupper", "grounded"] as const)
      expect(ELO_PER_LOG_ODDS * Math.sqrt(fitTieModel(pairs, model).covariance[120] ?? 0)).toBeGreaterThan(90);
    // The plain sandwich does not.
    expect(ELO_PER_LOG_ODDS * Math.sqrt(fitBradleyTerry(pairs, { covariance: "hc0" }).covariance[120] ?? 0)).toBeLessThan(15);
  });

  it("leave the leader first among those that the votes know, and the newcomer's rank open", () => {
    const { models } = rateModels(pairs);
    expect(models.find(({ model }) => model === "new")?.rank).toEqual([1, 11]);
    const fit = fitBradleyTerry(pairs);
    const top = probabilityTop(fit, { seed: 1 });
    expect(top[10]).toBeLessThan(0.3);
    expect(top[fit.models.indexOf(best)]).toBeGreaterThan(0.6);
    expect(simultaneousRanks(fit, { seed: 1 })[10]).toEqual([1, 11]);
  });

  it("of others do not grow by a newcomer, and shrink without a jump as its votes come", () => {
    // Against a settled model; the mean of the board is as open as the newcomer is.
    const anchor = { model: best === "m0" ? "m1" : "m0", rating: 1000 };
    const seOfBest = (board: PairCounts) => rateModels(board, { anchor }).models.find(({ model }) => model === best)?.se ?? 0;
    expect(seOfBest(pairs) / seOfBest(pairCountsFromColumns(simulatedVotes(10, 9000, 3)))).toBeLessThan(1.05);
    let before = Infinity;
    for (const votes of [1, 2, 3, 4, 5, 8, 16, 32, 64]) {
      const board = ratePenalized(pairCountsFromColumns(boardWithNewcomer("tie", votes).columns));
      const se = board.models.find(({ model }) => model === "new")?.se ?? 0;
      expect(se).toBeLessThan(before);
      if (votes <= 5 && before < Infinity) expect(se / before).toBeGreaterThan(0.75);
      before = se;
    }
  });

  it("are not of width 0 where all votes are ties", () => {
    for (const { low, high } of rateModels(pairCountsFromRows([row("x", "y", 0, 0, 1)])).models)
      expect((high ?? 0) - (low ?? 0)).toBeGreaterThan(200);
    for (const { low, high } of rateModels(pairCountsFromRows([row("x", "y", 0, 0, 90), row("y", "z", 0, 0, 90)])).models)
      expect((high ?? 0) - (low ?? 0)).toBeGreaterThan(2);
  });

  it("become those of the sandwich where votes are many", () => {
    const many = pairCountsFromColumns(simulatedVotes(8, 80_000, 9));
    const [plain, adjusted] = [fitBradleyTerry(many, { covariance: "hc0" }), fitBradleyTerry(many)];
    for (let k = 0; k < 8; k++) {
      expect(Math.sqrt((adjusted.covariance[9 * k] ?? 0) / (plain.covariance[9 * k] ?? 1))).toBeCloseTo(1, 2);
      expect(Math.abs((adjusted.centre[k] ?? 0) - (plain.theta[k] ?? 0))).toBeLessThan(0.02 * Math.sqrt(plain.covariance[9 * k] ?? 0));
    }
  });

  it("hold in 95 of 100 boards on the first day and for a newcomer", () => {
    const hits = { covered: 0, all: 0 };
    for (let seed = 0; seed < 400; seed++) {
      const { truth, ...votes } = simulatedVotes(12, [6, 12, 30, 60][seed % 4] ?? 6, 1000 + seed, 0);
      const fit = fitPenalized(pairCountsFromColumns(votes));
      for (let k = 0; k < 12; k++) {
        const members = [...truth.keys()].filter((other) => fit.group?.[other] === fit.group?.[k]);
        if ((fit.votesOfModel[k] ?? 0) === 0) continue;
        const mean = members.reduce((sum, other) => sum + (truth[other] ?? 0), 0) / members.length;
        hits.all++;
        if (Math.abs((truth[k] ?? 0) - mean - (fit.centre[k] ?? 0)) <= 1.96 * Math.sqrt(fit.covariance[13 * k] ?? 0)) hits.covered++;
      }
    }
    expect(hits.covered / hits.all).toBeGreaterThan(0.935);
    expect(hits.covered / hits.all).toBeLessThan(0.975);
  });
});
