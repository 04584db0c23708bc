import type { GenerationEvent, Limits } from "./engine.ts";
import { InferenceError } from "./errors.ts";

/**
 * Ends a stream of events that stalls: before its first token, or between two.
 *
 * @param abort What ends the source; it is used when the source stalls, and when the reader leaves.
 * @throws InferenceError `timeout`.
 */
export async function* within(
  events: AsyncIterable<GenerationEvent>,
  { firstTokenTimeoutMs, betweenTokensTimeoutMs }: { [Key in "firstTokenTimeoutMs" | "betweenTokensTimeoutMs"]: Limits[Key] | undefined },
  abort: AbortController,
): AsyncGenerator<GenerationEvent> {
  const source = events[Symbol.asyncIterator]();
  let hasBegun = false;
  try {
    for (;;) {
      const limit: number | undefined = hasBegun ? betweenTokensTimeoutMs : firstTokenTimeoutMs;
      const { value, done }: IteratorResult<GenerationEvent> =
        limit === undefined ? await source.next() : await before(source.next(), limit, hasBegun);
      if (done) return;
      hasBegun ||= value.type === "text-delta" || value.type === "token-scored";
      yield value;
    }
  } finally {
    abort.abort();
    void source.return?.();
  }
}

async function before<Value>(next: Promise<Value>, milliseconds: number, hasBegun: boolean): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const what = hasBegun ? "No token came" : "The first token did not come";
      reject(new InferenceError("timeout", `${what} within ${milliseconds} ms.`));
    }, milliseconds);
  });
  try {
    return await Promise.race([next, late]);
  } finally {
    clearTimeout(timer);
  }
}
