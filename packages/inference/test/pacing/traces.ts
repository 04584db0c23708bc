import type { AnswerEvent } from "../../src/pacing/pacing.ts";
import type { ManualClock } from "../../src/testing/manual-clock.ts";

/** An answer as it came: each chunk with the milliseconds since the one before. */
export type Trace = readonly (readonly [milliseconds: number, text: string])[];

type End = Extract<AnswerEvent, { type: "generation-end" }>;

export const endOf = (trace: Trace, reason: End["reason"] = "stop"): End => ({
  type: "generation-end",
  reason,
  promptTokens: 10,
  outputTokens: trace.length,
  firstTokenMs: trace[0]?.[0] ?? null,
  totalMs: trace.reduce((sum, [milliseconds]) => sum + milliseconds, 0),
});

export const textOf = (trace: Trace): string => trace.map(([, text]) => text).join("");

/** Plays a trace again. Its end takes as long as a token would have taken. */
export async function* replay(clock: ManualClock, trace: Trace, end: End | Error = endOf(trace)): AsyncGenerator<AnswerEvent> {
  for (const [milliseconds, text] of trace) {
    await clock.wait(milliseconds);
    yield { type: "text-delta", text };
  }
  await clock.wait(trace.at(-1)?.[0] ?? 0);
  if (end instanceof Error) throw end;
  yield end;
}

/** What a reader sees of one side: chunks with the time at which they came. */
export interface Seen {
  readonly chunks: { readonly at: number; readonly text: string }[];
  endedAt: number;
  end: End | null;
}

export async function watch(clock: ManualClock, events: AsyncIterable<AnswerEvent>): Promise<Seen> {
  const seen: Seen = { chunks: [], endedAt: Number.NaN, end: null };
  for await (const event of events) {
    if (event.type === "text-delta") seen.chunks.push({ at: clock.now(), text: event.text });
    else seen.end = event;
    seen.endedAt = clock.now();
  }
  return seen;
}
