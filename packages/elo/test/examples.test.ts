import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

const output = (name: string): string => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [new URL(`../examples/${name}`, import.meta.url).pathname], {
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
  return stdout;
};

describe("the examples run, and", () => {
  it("a release of LMArena: two models of equal skill part by length alone", () => {
    const [plain = "", controlled = ""] = output("lmarena.mjs").split("Length taken out");
    const rating = (text: string, model: string) => Number(new RegExp(String.raw`${model} +(\d+)`, "u").exec(text)?.[1]);
    expect(rating(plain, "verbose") - rating(plain, "terse")).toBeGreaterThan(40);
    expect(Math.abs(rating(controlled, "verbose") - rating(controlled, "terse"))).toBeLessThan(15);
  });

  it("a league: home ground is worth what Agresti found", () => {
    expect(output("league.mjs")).toMatch(/^Milwaukee[\s\S]+home ground: 0\.302 log-odds \(se 0\.131\)\n$/u);
  });

  it("a judge: the better candidate is found, and the judge's taste for the first place", () => {
    expect(output("judge.mjs")).toMatch(/candidate against baseline: \d+ Elo \(\d+ to \d+\): better[\s\S]+first place: 0\.\d\d/u);
  });

  it("an A/B test: the new version is only longer", () => {
    const ends = Array.from(output("ab-test.mjs").matchAll(/new - old.*\((-?\d+) to (-?\d+)\)/gu), ([, low, high]) => [
      Number(low),
      Number(high),
    ]);
    expect(ends[0]?.[0]).toBeGreaterThan(0);
    expect(ends[1]?.[0]).toBeLessThan(0);
    expect(ends[1]?.[1]).toBeGreaterThan(0);
  });
});
