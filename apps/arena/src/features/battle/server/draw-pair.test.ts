import fc from "fast-check";
import { expect, it } from "vitest";
import { drawPair } from "./draw-pair";

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const weight = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 100, noNaN: true }));
const candidates = fc
  .array(weight, { minLength: 2, maxLength: 9 })
  .map((weights) => weights.map((value, index) => ({ id: String(index), weight: value })))
  .filter((all) => all.filter((one) => one.weight > 0).length >= 2);

it("draws two different contestants of positive weight", () => {
  fc.assert(
    fc.property(candidates, fraction, fraction, (all, first, second) => {
      const numbers = [first, second];
      const { a, b, propensity } = drawPair(all, () => numbers.shift() ?? 0);
      expect(a).not.toBe(b);
      for (const id of [a, b]) expect(all.find((one) => one.id === id)?.weight).toBeGreaterThan(0);
      expect(propensity).toBeGreaterThan(0);
    }),
  );
});

it("draws each ordered pair with the frequency of its propensity", () => {
  const all = [
    { id: "x", weight: 1 },
    { id: "y", weight: 2 },
    { id: "z", weight: 3 },
  ];
  const steps = 600;
  const seen = new Map<string, { count: number; propensity: number }>();
  for (let step = 0; step < steps; step++) {
    for (const order of [0.25, 0.75]) {
      const numbers = [(step + 0.5) / steps, order];
      const { a, b, propensity } = drawPair(all, () => numbers.shift() ?? 0);
      seen.set(a + b, { count: (seen.get(a + b)?.count ?? 0) + 1, propensity });
    }
  }
  expect(seen.size).toBe(6);
  for (const { count, propensity } of seen.values()) expect(count / (2 * steps)).toBeCloseTo(propensity, 2);
  expect([...seen.values()].reduce((sum, { propensity }) => sum + propensity, 0)).toBeCloseTo(1);
});

it("refuses to draw from fewer than two contestants of positive weight", () => {
  expect(() =>
    drawPair(
      [
        { id: "x", weight: 1 },
        { id: "y", weight: 0 },
      ],
      () => 0,
    ),
  ).toThrow(/two contestants/);
});
