import type { Engine, GenerateRequest, GenerationEvent, ScoredToken } from "../engine/engine.ts";

type End = Extract<GenerationEvent, { type: "generation-end" }>;

/** A whole answer. */
export interface Answer {
  readonly text: string;
  readonly tokens: readonly ScoredToken[];
  readonly end: End;
}

/** Reads an answer to its end. */
export async function wholeAnswer(engine: Engine, model: string, request: GenerateRequest): Promise<Answer> {
  let text = "";
  const tokens: ScoredToken[] = [];
  for await (const event of engine.generate(model, request)) {
    if (event.type === "text-delta") text += event.text;
    else if (event.type === "token-scored") tokens.push(event.token);
    else if (event.type === "generation-end") return { text, tokens, end: event };
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

/** Tokens as OpenAI counts them; null where an engine cannot tell. */
export const usageOf = (ends: readonly End[]) => {
  if (ends.some(({ promptTokens, outputTokens }) => promptTokens === null || outputTokens === null)) return null;
  const sum = (read: (end: End) => number | null) => ends.reduce((total, end) => total + (read(end) ?? 0), 0);
  const [prompt, output] = [sum(({ promptTokens }) => promptTokens), sum(({ outputTokens }) => outputTokens)];
  return {
    prompt_tokens: prompt,
    completion_tokens: output,
    total_tokens: prompt + output,
    prompt_tokens_details: { cached_tokens: sum(({ cachedTokens = 0 }) => cachedTokens) },
  };
};

export const finishReason = (reason: End["reason"]): "stop" | "length" => (reason === "length" ? "length" : "stop");

/** What stands beside OpenAI's fields: what made the answer, and how long each part took. */
export const recordOf = ({ record, queueMs, firstTokenMs, totalMs }: End) => ({ record, queueMs, firstTokenMs, totalMs });
