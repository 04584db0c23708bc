import { expect, it } from "vitest";
import { percentOf, scaleOf } from "./rating-scale";

it("holds every interval, with a few round points inside", () => {
  const scale = scaleOf([
    { rating: 1210, low: 1180, high: 1243 },
    { rating: 820, low: 744, high: 890 },
  ]);
  expect(scale.low).toBeLessThan(744);
  expect(scale.high).toBeGreaterThan(1243);
  expect(scale.ticks).toEqual([800, 900, 1000, 1100, 1200]);
});

it("gives a rating without an interval room, and an empty board a scale", () => {
  expect(scaleOf([{ rating: 1000, low: null, high: null }])).toMatchObject({ low: 890, high: 1110 });
  expect(scaleOf([]).ticks).toContain(1000);
});

it.each([1, 30, 300, 3000, 9000])("marks at most seven points of a range of %s", (range) => {
  const { ticks } = scaleOf([{ rating: 1000, low: 1000 - range, high: 1000 + range }]);
  expect(ticks.length).toBeGreaterThan(0);
  expect(ticks.length).toBeLessThanOrEqual(range > 6000 ? 11 : 8);
});

it("places values on the scale, and those outside at its ends", () => {
  const scale = { low: 900, high: 1100, ticks: [] };
  expect([800, 900, 1000, 1200].map((value) => percentOf(scale, value))).toEqual([0, 0, 50, 100]);
});
