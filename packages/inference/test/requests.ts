import type { GenerateRequest, GenerationEvent } from "../src/engine/engine.ts";

/** What the suite opens each engine with. */
export const opened = { sequences: 2, contextTokens: 1024, maxWaiting: 3 } as const;

export const STORY = "Tell me a long story about a river and a mill.";

/** A request of the suite. */
export const ask = (content: string, more: Partial<GenerateRequest> = {}): GenerateRequest => ({
  messages: [{ role: "user", content }],
  systemPrompt: "You are a helpful assistant.",
  maxTokens: 16,
  temperature: 0,
  topP: 1,
  topK: 0,
  seed: 1,
  timeoutMs: 60_000,
  ...more,
});

type End = Extract<GenerationEvent, { type: "generation-end" }>;

/** All events of an answer. */
export async function read(events: AsyncIterable<GenerationEvent>, onEvent: (event: GenerationEvent) => void = () => {}) {
  const all: GenerationEvent[] = [];
  for await (const event of events) {
    all.push(event);
    onEvent(event);
  }
  const ends = all.filter((event): event is End => event.type === "generation-end");
  const [end] = ends;
  if (!end || ends.length > 1 || all.at(-1) !== end) throw new Error("An answer has one end, and that comes last.");
  const chunks = all.flatMap((event) => (event.type === "text-delta" ? [event.text] : []));
  const tokens = all.flatMap((event) => (event.type === "token-scored" ? [event.token] : []));
  return { text: chunks.join(""), chunks, tokens, end, all };
}
