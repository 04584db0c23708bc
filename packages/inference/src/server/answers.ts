import type { GenerateRequest, GenerationEvent, ScoredToken, ToolCall } from "../engine/engine.ts";

export type End = Extract<GenerationEvent, { type: "generation-end" }>;

/** A whole answer. */
export interface Answer {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  readonly tokens: readonly ScoredToken[];
  readonly end: End;
}

/** Reads an answer to its end. */
export async function wholeAnswer(events: AsyncIterable<GenerationEvent>): Promise<Answer> {
  let text = "";
  let reasoning = "";
  const tokens: ScoredToken[] = [];
  const toolCalls: ToolCall[] = [];
  for await (const event of events) {
    if (event.type === "text-delta") text += event.text;
    else if (event.type === "reasoning-delta") reasoning += event.text;
    else if (event.type === "tool-call-delta") {
      const { id = "", name = "", arguments: before = "" } = toolCalls[event.index] ?? {};
      toolCalls[event.index] = { id: event.id ?? id, name: event.name ?? name, arguments: before + event.arguments };
    } else if (event.type === "token-scored") tokens.push(event.token);
    else if (event.type === "generation-end") return { text, reasoning, toolCalls, tokens, end: event };
  }
  throw new Error("An answer came without its end.");
}

/** Does the same for each item, a few at once, and keeps their order. The first failure ends it. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      const item = items[index];
      if (item !== undefined) results[index] = await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  return results;
}

/**
 * What several streams say, as it comes, and whose it is. Leaving it leaves all of them.
 *
 * @param atOnce How many are read at a time; a further one begins when one has ended.
 */
export async function* merged<Item>(
  streams: readonly AsyncIterable<Item>[],
  atOnce: number,
): AsyncGenerator<{ readonly index: number; readonly item: Item }> {
  const sources: AsyncIterator<Item>[] = [];
  const reading = new Map<number, Promise<{ readonly index: number; readonly result: IteratorResult<Item> }>>();
  const read = (index: number, source: AsyncIterator<Item>) =>
    reading.set(
      index,
      source.next().then((result) => ({ index, result })),
    );
  const begin = () => {
    const stream = streams[sources.length];
    if (stream === undefined) return;
    const source = stream[Symbol.asyncIterator]();
    sources.push(source);
    read(sources.length - 1, source);
  };
  try {
    for (let count = 0; count < atOnce; count++) begin();
    while (reading.size > 0) {
      const { index, result } = await Promise.race(reading.values());
      reading.delete(index);
      if (result.done) {
        begin();
        continue;
      }
      yield { index, item: result.value };
      const source = sources[index];
      if (source) read(index, source);
    }
  } finally {
    // Those that are read now end only after what they wait for.
    for (const source of sources) void source.return?.()?.catch(() => {});
    for (const waiting of reading.values()) waiting.catch(() => {});
  }
}

/**
 * Tokens as OpenAI counts them: each prompt once, however many choices it has. Null where an engine cannot tell.
 *
 * @param choices Of each prompt.
 */
export const usageOf = (ends: readonly End[], choices = 1) => {
  if (ends.some(({ promptTokens, outputTokens }) => promptTokens === null || outputTokens === null)) return null;
  const sum = (some: readonly End[], read: (end: End) => number | null) => some.reduce((total, end) => total + (read(end) ?? 0), 0);
  const firsts = ends.filter((_, index) => index % choices === 0);
  const [prompt, output] = [sum(firsts, ({ promptTokens }) => promptTokens), sum(ends, ({ outputTokens }) => outputTokens)];
  return {
    prompt_tokens: prompt,
    completion_tokens: output,
    total_tokens: prompt + output,
    prompt_tokens_details: { cached_tokens: sum(firsts, ({ cachedTokens = 0 }) => cachedTokens) },
  };
};

export const finishReason = (reason: End["reason"], calls = 0): "stop" | "length" | "tool_calls" =>
  reason === "length" ? "length" : calls > 0 ? "tool_calls" : "stop";

/** What stands beside OpenAI's fields: what made the answer, how long each part took, and what was done otherwise than asked for. */
export const recordOf = (
  { record, queueMs, firstTokenMs, totalMs }: End,
  { maxTokens }: Pick<GenerateRequest, "maxTokens">,
  others: readonly string[] = [],
) => {
  const used = record?.sampling.maxTokens;
  const isLess = typeof used === "number" && maxTokens !== null && used < maxTokens;
  const notes = [...(isLess ? [`max_tokens was ${maxTokens}; the context has room for ${used}.`] : []), ...others];
  return { record, queueMs, firstTokenMs, totalMs, ...(notes.length > 0 ? { notes } : {}) };
};

/** The bytes of a token: its own where it is a part of a character, else those of its text. */
export const bytesOf = ({ text, bytes }: Pick<ScoredToken, "text" | "bytes">): readonly number[] =>
  bytes ?? [...new TextEncoder().encode(text)];
