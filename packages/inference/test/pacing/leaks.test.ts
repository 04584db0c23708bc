import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type AnswerEvent, paceTogether } from "../../src/pacing/pacing.ts";
import { accuracyOf, logisticRegression, nearestNeighbours, type Sample } from "./classifier.ts";
import { randomFrom, simulate, type Writer } from "./simulated.ts";
import { replay, type Seen, type Trace, watch } from "./traces.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";

const BATTLES = 400;
/** How far from one half chance alone comes with so many guesses, in 95 of 100 cases. */
const CHANCE = 1.96 * Math.sqrt(0.25 / BATTLES);

type Draw = (length: number, random: () => number) => Trace;
const writer =
  (how: Writer): Draw =>
  (length, random) =>
    simulate(how, length, random);
/** A recorded answer, cut to the length: what its text alone tells is not the question here. */
const player =
  (traces: readonly Trace[]): Draw =>
  (length, random) => {
    const trace = traces[Math.floor(random() * traces.length)] ?? [];
    let left = length;
    return trace.flatMap(([milliseconds, text]) => {
      const chunk = text.slice(0, Math.max(0, left));
      left -= text.length;
      return chunk === "" ? [] : [[milliseconds, chunk] as const];
    });
  };

/** Real answers, a line each; see `bench/record-traces.mjs`. */
const recorded = readFileSync(new URL("recorded.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as { model: string; trace: Trace });
const isLarge = ({ model }: { readonly model: string }) => model.startsWith("gemma");
const [small, large] = [recorded.filter((one) => !isLarge(one)), recorded.filter(isLarge)].map((answers) =>
  player(answers.map(({ trace }) => trace)),
);
const onGpu: Writer = { firstTokenMs: 60, tokenMs: 6, characters: 4.5 };
const onCpu: Writer = { firstTokenMs: 900, tokenMs: 70, characters: 3.2 };
const pauses = { share: 0.02, milliseconds: 250 };
/** A model of this machine, a token at a time; and one behind an endpoint, whose tokens arrive by the packet and now and then late. */
const local: Writer = { firstTokenMs: 300, tokenMs: 40, characters: 4.2 };
const remote: Writer = { firstTokenMs: 700, tokenMs: 11, characters: 4.4, burst: 6, pauses: { share: 0.01, milliseconds: 600 } };
const duels: readonly { name: string; fast: Draw; slow: Draw; longest: number }[] = [
  { name: "a fast and a slow model", fast: writer(onGpu), slow: writer(onCpu), longest: 900 },
  {
    name: "two tokenizers at one speed",
    fast: writer({ ...onCpu, characters: 5 }),
    slow: writer({ ...onCpu, characters: 2 }),
    longest: 600,
  },
  {
    name: "a model that pauses, and one that arrives in bursts",
    fast: writer({ ...onGpu, tokenMs: 25, burst: 8 }),
    slow: writer({ ...onCpu, pauses }),
    longest: 900,
  },
  { name: "a local model and one behind an endpoint", fast: writer(remote), slow: writer(local), longest: 900 },
  {
    name: "a local model and one behind an endpoint that write equally fast",
    fast: writer({ ...remote, firstTokenMs: local.firstTokenMs, tokenMs: local.tokenMs, characters: local.characters }),
    slow: writer(local),
    longest: 700,
  },
  ...(small && large ? [{ name: "both default models, as recorded", fast: small, slow: large, longest: 370 }] : []),
];

/** Everything that the timings of one side tell, and what happens to it once the other has ended. */
function featuresOf({ chunks, endedAt }: Seen, other: Seen): number[] {
  const times = chunks.map(({ at }) => at);
  const gapsOf = (list: readonly number[]) => list.slice(1).map((at, index) => at - (list[index] ?? at));
  const spread = (values: readonly number[]) => {
    const sorted = values.toSorted((one, next) => one - next);
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length);
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
    return [mean, Math.sqrt(variance), at(0.1), at(0.5), at(0.9), at(1)];
  };
  const alone = chunks.filter(({ at }) => at > other.endedAt);
  return [
    times[0] ?? endedAt,
    endedAt - (times.at(-1) ?? endedAt),
    chunks.length,
    ...spread(gapsOf(times)),
    ...spread(chunks.map(({ text }) => text.length)),
    ...spread(gapsOf(alone.map(({ at }) => at))),
    ...spread(alone.map(({ text }) => text.length)),
  ];
}

async function battleOf(a: Trace, b: Trace, isPaced: boolean): Promise<number[]> {
  const clock = new ManualClock();
  const sources = [replay(clock, a), replay(clock, b)] as const;
  const [one, other]: readonly [AsyncIterable<AnswerEvent>, AsyncIterable<AnswerEvent>] = isPaced
    ? paceTogether(sources, { clock })
    : sources;
  const [first, second] = await clock.during(Promise.all([watch(clock, one), watch(clock, other)]));
  const [left, right] = [featuresOf(first, second), featuresOf(second, first)];
  return [...left.map((value, column) => value - (right[column] ?? 0)), ...left, ...right];
}

async function samplesOf({ fast, slow, longest }: (typeof duels)[number], isPaced: boolean): Promise<Sample[]> {
  const random = randomFrom(7);
  const samples: Sample[] = [];
  while (samples.length < BATTLES) {
    const length = () => 5 + Math.floor(random() * (longest - 5));
    const [left, right] = [length(), length()];
    // Each pair of lengths is tried both ways, so that by lengths alone nobody is right more often than not.
    for (const isFirst of [true, false]) {
      const [one, other] = isFirst ? [fast, slow] : [slow, fast];
      samples.push({ features: await battleOf(one(left, random), other(right, random), isPaced), isFirst });
    }
  }
  return samples;
}

describe.each(duels)("which answer is which, guessed from the timings: $name", (duel) => {
  it("is chance once they are paced", { timeout: 120_000 }, async () => {
    const samples = await samplesOf(duel, true);
    for (const train of [logisticRegression, nearestNeighbours]) expect(Math.abs(accuracyOf(train, samples) - 0.5)).toBeLessThan(CHANCE);
  });

  it("is nearly sure while they are not", { timeout: 120_000 }, async () => {
    const samples = await samplesOf(duel, false);
    for (const train of [logisticRegression, nearestNeighbours]) expect(accuracyOf(train, samples)).toBeGreaterThan(0.9);
  });
});
