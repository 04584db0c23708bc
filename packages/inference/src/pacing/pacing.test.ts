import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endOf, replay, type Seen, textOf, type Trace, watch } from "../../test/pacing/traces.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { type AnswerEvent, paceTogether, type PacingOptions } from "./pacing.ts";

const steady = (tokens: number, milliseconds: number, text = "word "): Trace =>
  Array.from({ length: tokens }, (_, index) => [index === 0 ? 300 : milliseconds, text] as const);
const shownBy = ({ chunks }: Seen, time: number) => chunks.filter(({ at }) => at <= time).reduce((sum, { text }) => sum + text.length, 0);
const whole = ({ chunks }: Seen) => chunks.map(({ text }) => text).join("");

async function pace(a: Trace, b: Trace, options: Omit<PacingOptions, "clock"> = {}): Promise<readonly [Seen, Seen]> {
  const clock = new ManualClock();
  const [one, other] = paceTogether([replay(clock, a), replay(clock, b)], { ...options, clock });
  return clock.during(Promise.all([watch(clock, one), watch(clock, other)]));
}

describe("two answers that are shown together", () => {
  const fast = steady(300, 5);
  const slow = steady(100, 70, "Wörter ");

  it("begin at one instant, and go on in chunks of one size at the same instants", async () => {
    const [a, b] = await pace(fast, slow);
    const both = Math.min(a.chunks.length, b.chunks.length) - 1;
    expect(both).toBeGreaterThan(50);
    const shape = ({ chunks }: Seen) => chunks.slice(0, both).map(({ at, text }) => [at, text.length]);
    expect(shape(a)).toEqual(shape(b));
  });

  it("come whole, with their true figures, and each end with its last chunk", async () => {
    const [a, b] = await pace(fast, slow);
    expect([whole(a), whole(b)]).toEqual([textOf(fast), textOf(slow)]);
    expect([a.end, b.end]).toEqual([endOf(fast), endOf(slow)]);
    for (const { chunks, endedAt } of [a, b]) expect(chunks.at(-1)?.at).toBe(endedAt);
  });

  it("lose nothing and cut no character, whatever comes when", async () => {
    const character = fc.constantFrom("a", "好", "e\u0301", "👩‍👩‍👧", "🇫🇷", "\r\n", "👍🏽", " ");
    const cut = (characters: string[], seed: number): Trace =>
      [...characters.join("")].map((chunk, index) => [(seed * (index + 7)) % 90, chunk] as const);
    const traces = fc
      .tuple(fc.array(character, { maxLength: 60 }), fc.nat({ max: 1000 }))
      .map(([characters, seed]) => cut(characters, seed));
    const segments = (text: string) => Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
    await fc.assert(
      fc.asyncProperty(traces, traces, async (one, other) => {
        const seen = await pace(one, other);
        for (const [index, trace] of [one, other].entries()) {
          const chunks = seen[index]?.chunks.map(({ text }) => text) ?? [];
          expect(chunks.flatMap(segments)).toEqual(segments(textOf(trace)));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("are shown at the speed of the slower, and the other goes on at it when one has ended", async () => {
    const [a, b] = await pace(fast, steady(100, 70));
    const speed = (from: number, to: number) => (1000 * (shownBy(a, to) - shownBy(a, from))) / (to - from);
    const [before, after] = [speed(b.endedAt - 2000, b.endedAt), speed(b.endedAt, b.endedAt + 2000)];
    expect(before).toBeGreaterThan((0.7 * 5000) / 70);
    expect(before).toBeLessThan(5000 / 70);
    expect(after / before).toBeCloseTo(1, 1);
  });

  it("are shown at a reading pace where one is a single word", async () => {
    const [long, short] = await pace(steady(60, 40), [
      [300, "Yes"],
      [40, "."],
      [40, ""],
    ]);
    expect(short.endedAt - (long.chunks[0]?.at ?? 0)).toBeLessThanOrEqual(200);
    expect(long.endedAt).toBeLessThan(10_000);
  });

  it("are never shown faster than people read", async () => {
    const [a] = await pace(steady(200, 2), steady(200, 3), { maxRate: 100 });
    const [first, last] = [a.chunks[0]?.at ?? 0, a.endedAt];
    expect(last - first).toBeGreaterThan(9_500);
  });

  it("wait for a silent side as long as patience lasts: before its first word, and in mid-text", async () => {
    const [a, late] = await pace(steady(40, 10), [[60_000, "At last."]], { patienceMs: 4_000 });
    expect(a.chunks[0]?.at).toBeGreaterThan(4_000);
    expect(a.chunks[0]?.at).toBeLessThan(5_000);
    expect(a.endedAt).toBeLessThan(10_000);
    expect(whole(late)).toBe("At last.");
    const stalling: Trace = [...steady(20, 20), [30_000, "again "], ...steady(20, 20)];
    const [b, stalled] = await pace(steady(100, 20), stalling, { patienceMs: 4_000 });
    expect(b.chunks.some(({ at }, index) => at - (b.chunks[index - 1]?.at ?? at) >= 3_000)).toBe(true);
    expect(b.endedAt).toBeLessThan(15_000);
    expect(whole(stalled)).toBe(textOf(stalling));
  });

  it("are held no longer than the longest delay, however slow the other is", async () => {
    const [a, b] = await pace(steady(200, 5), steady(200, 400), { maxDelayMs: 10_000 });
    expect(a.endedAt).toBeLessThan(12_000);
    expect(b.endedAt).toBeGreaterThan(80_000);
    expect(shownBy(b, 9_000)).toBe(shownBy(a, 9_000));
  });

  it("show a failure where the text before it ends, and the other to its own end", async () => {
    const clock = new ManualClock();
    const [a, b] = paceTogether([replay(clock, steady(60, 20), new Error("worker-crashed")), replay(clock, steady(60, 40))], { clock });
    let text = "";
    const read = async () => {
      for await (const event of a) if (event.type === "text-delta") text += event.text;
    };
    const [failed, other] = await clock.during(Promise.allSettled([read(), watch(clock, b)]));
    expect(failed).toMatchObject({ status: "rejected", reason: { message: "worker-crashed" } });
    expect(text).toBe(textOf(steady(60, 20)));
    expect(other).toMatchObject({ status: "fulfilled", value: { end: { reason: "stop" } } });
  });

  it("are held back no more once one has failed", async () => {
    const clock = new ManualClock();
    const [a, b] = paceTogether([replay(clock, steady(20, 200), new Error("worker-crashed")), replay(clock, steady(400, 5))], { clock });
    const [, other] = await clock.during(Promise.allSettled([watch(clock, a), watch(clock, b)]));
    expect(other).toMatchObject({ status: "fulfilled", value: { end: { reason: "stop" } } });
    // 2,000 characters at 120 a second, after the 4 seconds up to the failure.
    if (other.status === "fulfilled") expect(other.value.endedAt).toBeLessThan(22_000);
  });

  it("stop where they stand when they are aborted, also one that was written long ago", async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    async function* endless(): AsyncGenerator<AnswerEvent> {
      while (!abort.signal.aborted) {
        await clock.wait(80);
        yield { type: "text-delta", text: "word " };
      }
      yield endOf([], "aborted");
    }
    const [a, b] = paceTogether([replay(clock, fast), endless()], { clock, signal: abort.signal });
    clock.after(6_000, () => abort.abort());
    const [quick, endlessly] = await clock.during(Promise.all([watch(clock, a), watch(clock, b)]));
    expect(quick.end).toEqual({ ...endOf(fast), reason: "aborted" });
    expect(endlessly.end).toMatchObject({ reason: "aborted" });
    expect(whole(quick).length).toBeGreaterThan(100);
    expect(whole(quick).length).toBe(whole(endlessly).length);
    expect(Math.max(quick.endedAt, endlessly.endedAt)).toBeLessThan(6_200);
  });

  it("wait for a reader who takes its time, both of them", async () => {
    const clock = new ManualClock();
    const [a, b] = paceTogether([replay(clock, fast), replay(clock, fast)], { clock });
    const slowly = async () => {
      let chunks = 0;
      for await (const event of a) {
        if (event.type === "text-delta") chunks++;
        await clock.wait(500);
      }
      return chunks;
    };
    const [chunks, other] = await clock.during(Promise.all([slowly(), watch(clock, b)]));
    expect(other.endedAt).toBeGreaterThan(500 * (chunks - 2));
  });

  it("leave the other alone when the reader of one goes, and end its source", async () => {
    const clock = new ManualClock();
    let isEnded = false;
    async function* source(): AsyncGenerator<AnswerEvent> {
      try {
        yield* replay(clock, steady(1000, 50));
      } finally {
        isEnded = true;
      }
    }
    const [a, b] = paceTogether([source(), replay(clock, fast)], { clock });
    const leave = async () => {
      for await (const event of a) if (event.type === "text-delta") return;
    };
    const [, other] = await clock.during(Promise.all([leave(), watch(clock, b)]));
    expect(whole(other)).toBe(textOf(fast));
    expect(isEnded).toBe(true);
  });

  it("end both when neither has a word", async () => {
    const [a, b] = await pace([], []);
    expect([a, b]).toMatchObject([
      { chunks: [], end: { reason: "stop" } },
      { chunks: [], end: { reason: "stop" } },
    ]);
  });
});
