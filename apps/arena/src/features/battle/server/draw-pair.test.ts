import fc from "fast-check";
import { expect, it } from "vitest";
import { drawPair } from "./draw-pair";

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it("draws two different contestants, with the probability of the ordered pair", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 9 }), fraction, fraction, (count, first, second) => {
      const ids = Array.from({ length: count }, (_, index) => String(index));
      const numbers = [first, second];
      const pair = drawPair(ids, () => numbers.shift() ?? 0);
      expect(pair.a).not.toBe(pair.b);
      expect(pair.propensity).toBeCloseTo(1 / (count * (count - 1)));
    }),
  );
});

it("puts each of two contestants on the left in turn", () => {
  expect(drawPair(["x", "y"], () => 0)).toMatchObject({ a: "x", b: "y" });
  expect(drawPair(["x", "y"], () => 0.9)).toMatchObject({ a: "y", b: "x" });
});
