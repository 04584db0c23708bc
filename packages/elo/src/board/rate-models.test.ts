import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EloError } from "../errors.ts";
import { normalQuantile } from "../math/normal-quantile.ts";
import { type PairRow, pairCountsFromRows } from "../votes/pair-counts.ts";
import { rateModels } from "./rate-models.ts";

const rate = (rows: PairRow[]) => rateModels(pairCountsFromRows(rows));
const byName = (rows: PairRow[]) => Object.fromEntries(rate(rows).models.map(({ model, rating }) => [model, rating]));

describe("ratings", () => {
  it("give two models the log-odds of their wins, in closed form", () => {
    const [x, y] = rate([{ a: "x", b: "y", winsA: 3, winsB: 1, ties: 0 }]).models;
    expect((x?.rating ?? 0) - (y?.rating ?? 0)).toBeCloseTo((400 / Math.LN10) * Math.log(3), 8);
    // Sandwich variance of the difference: 1 / (n p (1 - p)); each of two mean-zero ratings has a quarter of it.
    const [plain] = rateModels(pairCountsFromRows([{ a: "x", b: "y", winsA: 3, winsB: 1, ties: 0 }]), { covariance: "hc0" }).models;
    expect(plain?.se).toBeCloseTo(((400 / Math.LN10) * Math.sqrt(1 / (4 * 0.75 * 0.25))) / 2, 8);
  });

  it("put every model's expected score at its score, which is what a maximum means", () => {
    const rows = [
      { a: "w", b: "x", winsA: 12, winsB: 5, ties: 3 },
      { a: "x", b: "y", winsA: 9, winsB: 8, ties: 0 },
      { a: "y", b: "z", winsA: 2, winsB: 1, ties: 4 },
      { a: "z", b: "w", winsA: 3, winsB: 7, ties: 1 },
    ];
    const ratings = byName(rows);
    for (const model of ["w", "x", "y", "z"]) {
      let residual = 0;
      for (const { a, b, winsA, winsB, ties } of rows) {
        if (a !== model && b !== model) continue;
        const p = 1 / (1 + 10 ** (((ratings[b] ?? 0) - (ratings[a] ?? 0)) / 400));
        residual += (a === model ? 1 : -1) * (winsA + ties / 2 - (winsA + winsB + ties) * p);
      }
      expect(Math.abs(residual)).toBeLessThan(1e-7);
    }
  });

  it("are refused while the votes separate the models, if that is asked for", () => {
    const counts = pairCountsFromRows([{ a: "x", b: "y", winsA: 5, winsB: 0, ties: 0 }]);
    expect(() => rateModels(counts)).toThrow(EloError);
  });

  it("separate ranks only when the votes do", () => {
    const close = rate([{ a: "x", b: "y", winsA: 11, winsB: 9, ties: 0 }]);
    expect(close.models.map(({ rank }) => rank)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    const clear = rate([{ a: "x", b: "y", winsA: 1100, winsB: 900, ties: 0 }]);
    expect(clear.models.map(({ rank }) => rank)).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  /** Ties all around keep every maximum finite. */
  const ring = ["wx", "xy", "yz"].map(([a = "", b = ""]) => ({ a, b, winsA: 0, winsB: 0, ties: 1 }));
  const row = fc.record({
    pair: fc.constantFrom(["w", "x"], ["x", "y"], ["y", "z"], ["z", "w"], ["w", "y"]),
    winsA: fc.nat(20),
    winsB: fc.nat(20),
    ties: fc.nat(5),
  });
  const rowsOf = fc
    .array(row, { minLength: 1, maxLength: 12 })
    .map((list) => [...ring, ...list.map(({ pair, ...counts }) => ({ a: pair[0] ?? "", b: pair[1] ?? "", ...counts }))]);

  it("of models that the votes separate are an error, or those of the rest", () => {
    const rows = [
      { a: "x", b: "y", winsA: 5, winsB: 4, ties: 0 },
      { a: "z", b: "y", winsA: 1, winsB: 0, ties: 0 },
    ];
    expect(() => rate(rows)).toThrow("z never lost");
    const { models, warnings } = rateModels(pairCountsFromRows(rows), { onSeparation: "drop" });
    expect([models.length, warnings]).toEqual([2, ["The votes separate the models; left out: z."]]);
  });

  it("do not depend on the order of rows, nor on who was shown first", () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const swapped = rows.toReversed().map(({ a, b, winsA, winsB, ties }) => ({ a: b, b: a, winsA: winsB, winsB: winsA, ties }));
        const [one, other] = [byName(rows), byName(swapped)];
        for (const model of Object.keys(one)) expect(other[model]).toBeCloseTo(one[model] ?? 0, 6);
      }),
    );
  });

  it.each([
    [{ a: "x", b: "x", winsA: 1, winsB: 0, ties: 0 }, "Row 1 has x against itself."],
    [{ a: "", b: "x", winsA: 1, winsB: 0, ties: 0 }, "Row 1 has a model without a name."],
    [{ a: "x", b: "y", winsA: Number.NaN, winsB: 0, ties: 0 }, "Row 1 (x, y) has the count NaN."],
    [{ a: "x", b: "y", winsA: 1, winsB: -1, ties: 0 }, "Row 1 (x, y) has the count -1."],
  ])("refuse a bad row by its number: %j", (bad, sentence) => {
    expect(() => pairCountsFromRows([bad])).toThrow(sentence);
  });
});

it.each([
  [0.975, 1.959963984540054],
  [0.995, 2.5758293035489],
  [0.9999, 3.719016485455709],
])("the normal quantile of %d is %d", (probability, quantile) => {
  expect(normalQuantile(probability)).toBeCloseTo(quantile, 10);
});
