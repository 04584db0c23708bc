import { expect, it } from "vitest";
import { exponential } from "./exponential.ts";

it("e^x is what Math.exp says, within 6 units of the last place, and beyond its range too", () => {
  for (let x = -699.9; x < 700; x += 0.0173) expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(6 * 2 ** -52);
  expect([0, -Infinity, Infinity, 800, -800].map(exponential)).toEqual([1, 0, Infinity, Infinity, 0]);
  expect(exponential(Number.NaN)).toBeNaN();
});
