import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addPairCounts,
  columnsFromVotes,
  createLiveRatings,
  ELO_PER_LOG_ODDS,
  fitBradleyTerry,
  fitTieModel,
  type Outcome,
  outcomes,
  pairCountsFromColumns,
  pairCountsFromRows,
  rateModels,
  type Vote,
} from "../src/index.ts";
import { simulatedVotes } from "./simulated-votes.ts";

const names = ["w", "x", "y", "z"];
const vote: fc.Arbitrary<Vote> = fc
  .tuple(fc.nat(3), fc.integer({ min: 1, max: 3 }), fc.constantFrom(...outcomes))
  .map(([a, step, outcome]) => ({ a: names[a] ?? "", b: names[(a + step) % 4] ?? "", outcome }));
/** A round of ties keeps every maximum finite. */
const ring: Vote[] = names.map((a, k) => ({ a, b: names[(k + 1) % 4] ?? "", outcome: "tie" }));
const votesOf = fc.array(vote, { maxLength: 60 }).map((list) => [...ring, ...list]);
const votesAndOrder = votesOf.chain((votes) =>
  fc.tuple(fc.constant(votes), fc.shuffledSubarray(votes, { minLength: votes.length, maxLength: votes.length })),
);
const counts = (votes: readonly Vote[]) => pairCountsFromColumns(columnsFromVotes(votes));
const ratings = (votes: readonly Vote[]) =>
  Object.fromEntries(rateModels(counts(votes)).models.map(({ model, rating, se }) => [model, [rating, se ?? 0] as const]));
const mirror: Record<Outcome, Outcome> = { a: "b", b: "a", tie: "tie", "both-bad": "both-bad" };

function expectSame(
  one: Record<string, readonly [number, number]>,
  other: Record<string, readonly [number, number]>,
  rename = (name: string) => name,
) {
  for (const [name, [rating, se]] of Object.entries(one)) {
    expect(Math.abs((other[rename(name)]?.[0] ?? Number.NaN) - rating)).toBeLessThan(1e-6);
    expect(Math.abs((other[rename(name)]?.[1] ?? Number.NaN) - se)).toBeLessThan(1e-6);
  }
}

describe("ratings stay the same", () => {
  it("in any order of votes", () => {
    fc.assert(fc.property(votesAndOrder, ([votes, shuffled]) => expectSame(ratings(votes), ratings(shuffled))));
  });

  it("when A and B change places", () => {
    fc.assert(
      fc.property(votesOf, (votes) =>
        expectSame(ratings(votes), ratings(votes.map(({ a, b, outcome }) => ({ a: b, b: a, outcome: mirror[outcome] })))),
      ),
    );
  });

  it("under other names", () => {
    fc.assert(
      fc.property(votesOf, (votes) =>
        expectSame(ratings(votes), ratings(votes.map(({ a, b, outcome }) => ({ a: `${a}!`, b: `${b}!`, outcome }))), (name) => `${name}!`),
      ),
    );
  });

  it("when shards are counted apart and added, and when votes are added and taken away again", () => {
    fc.assert(
      fc.property(votesOf, fc.array(vote, { minLength: 1, maxLength: 20 }), (votes, more) => {
        const live = createLiveRatings(counts(votes));
        live.update(counts(more));
        const both = fitBradleyTerry(counts([...votes, ...more]));
        const sum = fitBradleyTerry(addPairCounts([counts(votes), 1], [counts(more), 1]));
        both.theta.forEach((value, k) => {
          expect(Math.abs((sum.theta[k] ?? 0) - value) * ELO_PER_LOG_ODDS).toBeLessThan(1e-6);
          expect(Math.abs((live.theta[k] ?? 0) - value) * ELO_PER_LOG_ODDS).toBeLessThan(1e-6);
        });
        live.update(counts(more), -1);
        fitBradleyTerry(counts(votes)).theta.forEach((value, k) =>
          expect(Math.abs((live.theta[k] ?? 0) - value) * ELO_PER_LOG_ODDS).toBeLessThan(1e-6),
        );
      }),
    );
  });

  it("to the last bit for the same votes", () => {
    const columns = simulatedVotes(30, 5000, 1);
    expect(fitBradleyTerry(pairCountsFromColumns(columns)).theta).toEqual(fitBradleyTerry(pairCountsFromColumns(columns)).theta);
  });

  it("whether votes are counted densely or, among thousands of models, sparsely, or with weights of one", () => {
    const columns = simulatedVotes(8, 2000, 2);
    const weighted = pairCountsFromColumns({ ...columns, weight: new Float64Array(2000).fill(1) });
    expect(weighted).toEqual(pairCountsFromColumns(columns));
    const crowd = { ...columns, models: Array.from({ length: 2000 }, (_, k) => `m${k}`) };
    const sparse = pairCountsFromColumns(crowd);
    expect(sparse).toEqual({ ...pairCountsFromColumns(columns), models: crowd.models });
  });
});

describe("a model of ties", () => {
  const columns = simulatedVotes(6, 4000, 3, 0.3);
  it.each(["davidson", "rao-kupper", "grounded"] as const)(
    "names its coefficients, finds no bias of the position where there is none, and mirrors it when the sides are swapped: %s",
    (model) => {
      const observed = pairCountsFromColumns(columns);
      const fit = fitTieModel(observed, model, { position: true });
      expect(fit.coefficients.map(({ name }) => name)).toEqual(model === "grounded" ? ["tie", "position", "level"] : ["tie", "position"]);
      expect(Math.abs(fit.coefficients[1]?.value ?? 1)).toBeLessThan(4 * (fit.coefficients[1]?.se ?? 0));
      const swapped = fitTieModel(
        pairCountsFromColumns({ ...columns, a: columns.b, b: columns.a, outcome: columns.outcome.map((end) => (end < 2 ? 1 - end : end)) }),
        model,
        { position: true },
      );
      expect(swapped.coefficients[1]?.value).toBeCloseTo(-(fit.coefficients[1]?.value ?? 0), model === "grounded" ? 1 : 6);
    },
  );

  it("says what is missing", () => {
    const decisive = pairCountsFromRows([{ a: "x", b: "y", winsA: 3, winsB: 2, ties: 0 }]);
    expect(() => fitTieModel(decisive, "davidson")).toThrow("There is no tie among the votes");
    const tied = pairCountsFromRows([{ a: "x", b: "y", winsA: 3, winsB: 2, ties: 2 }]);
    expect(() => fitTieModel(tied, "grounded")).toThrow("There is no both-bad vote");
  });
});
