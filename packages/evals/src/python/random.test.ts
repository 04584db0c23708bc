import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { PythonRandom } from "./random.ts";

const range = (n: number) => Array.from({ length: n }, (_, index) => index);

describe("a random.Random of Python", () => {
  it("draws the same samples to the bit: few of many, many of few, all of them", () => {
    const hash = createHash("sha256");
    const cases = [
      [1119, 25, 1172],
      [39905, 11, 10042],
      [40398, 6, 1267],
      [7473, 5, 1319],
      [2251, 25, 2376],
      [50, 10, 100],
      [5, 5, 20],
    ] as const;
    for (const [n, k, documents] of cases) {
      const random = new PythonRandom(1234);
      const population = range(n);
      for (let document = 0; document < documents; document++) hash.update(`${random.sample(population, k).join(",")}\n`);
    }
    // Of CPython 3.11: the indices of each draw joined with commas, a line a draw, a generator for each case.
    expect(hash.digest("hex")).toBe("b9efa356553f1ebd9a56d1554238e1c531ed77e2efcbc855bc53345a9f42be7f");
  });

  it("draws nothing where nothing is asked for, and then goes on as if nothing had been asked for", () => {
    const random = new PythonRandom(1234);
    expect(random.sample(range(7473), 0)).toEqual([]);
    expect(random.sample(range(7473), 5)).toEqual([6374, 3610, 957, 61, 742]);
  });

  it("refuses a sample that is larger than the population", () => {
    expect(() => new PythonRandom(1).sample([1, 2], 3)).toThrow("A sample of 3 from 2 elements is not possible.");
    expect(() => new PythonRandom(-1)).toThrow("A seed is a whole number");
  });

  it("shuffles as Python does", () => {
    // python3 -c "import random; r = random.Random(42); x = list(range(10)); r.shuffle(x); print(x, r.sample(range(100), 3))"
    const random = new PythonRandom(42);
    expect(random.shuffled(range(10))).toEqual([7, 3, 2, 8, 5, 6, 9, 4, 0, 1]);
    expect(random.sample(range(100), 3)).toEqual([75, 54, 4]);
  });
});
