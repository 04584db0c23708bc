import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { drawPair } from "@/features/battle/server";
import { secureRandom } from "@/server/random";
import { recoverGenerator, type SeenDraw } from "./predict-draw";

/** A battle asked for two numbers for its pair and two for its seeds. */
const CALLS_PER_BATTLE = 4;
const SEEN = 220;
const PREDICTED = 200;

const candidatesOf = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `model-${index}`, weight: 1 }));

/** The intervals in which the two numbers of a revealed draw lay. */
function intervalsOf(count: number, { a, b }: { a: string; b: string }): SeenDraw["intervals"] {
  const ids = candidatesOf(count).map(({ id }) => id);
  const pairs = ids.flatMap((first, index) => ids.slice(index + 1).map((second) => [first, second]));
  const index = pairs.findIndex((pair) => pair.includes(a) && pair.includes(b));
  const isSwapped = pairs[index]?.[0] === b;
  return [[index / pairs.length, (index + 1) / pairs.length], isSwapped ? [0.5, 1] : [0, 0.5]];
}

/**
 * An attacker reveals battles of its own and then says who is A before each vote. Others start up to three battles between its own; it is
 * allowed to know how many.
 */
function attack(count: number, random: () => number, othersBetween: boolean) {
  const candidates = candidatesOf(count);
  let calls = 0;
  const battle = () => {
    const call = calls;
    const drawn = drawPair(candidates, random);
    random();
    random();
    calls += CALLS_PER_BATTLE;
    return { call, drawn };
  };
  let others = 0;
  const own = Array.from({ length: SEEN + PREDICTED }, () => {
    const mine = battle();
    if (othersBetween) for (let left = others++ % 4; left > 0; left--) battle();
    return mine;
  });
  const seen = own.slice(0, SEEN).map(({ call, drawn }) => ({ call, intervals: intervalsOf(count, drawn) }));
  const { contradictions, resultOf } = recoverGenerator(seen, calls);
  const right = own.slice(SEEN).filter(({ call, drawn }) => {
    const results = [resultOf(call), resultOf(call + 1)];
    return drawPair(candidates, () => results.shift() ?? 0).a === drawn.a;
  }).length;
  return { contradictions, right };
}

describe.each([2, 3, 5])("who is A among %i contestants", (count) => {
  describe.each([
    ["alone", false],
    ["with battles of others between", true],
  ])("%s", (_, othersBetween) => {
    it("is predicted every time where the draw uses Math.random (the planted hole)", () => {
      expect(attack(count, Math.random, othersBetween)).toEqual({ contradictions: 0, right: PREDICTED });
    });

    it("is predicted no better than by chance", () => {
      const { contradictions, right } = attack(count, secureRandom, othersBetween);
      expect(contradictions).toBeGreaterThan(0);
      const chance = PREDICTED / count;
      // Five standard deviations of a guess.
      expect(Math.abs(right - chance)).toBeLessThan(5 * Math.sqrt(chance * (1 - 1 / count)));
    });
  });
});

it("no source of the arena uses Math.random", () => {
  const folder = fileURLToPath(new URL("../../src", import.meta.url));
  const usesIt = (text: string) => /Math\s*\.\s*random/.test(text);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /(?<!\.test)\.(ts|tsx|mjs)$/.test(file));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => usesIt(readFileSync(join(folder, file), "utf8")))).toEqual([]);
  expect(usesIt("const draw = Math.random();")).toBe(true);
});
