import { type Clock, systemClock } from "../engine/clock.ts";
import type { Limits } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";

interface TokenLimits<Event> {
  readonly firstTokenTimeoutMs: Limits["firstTokenTimeoutMs"] | undefined;
  readonly betweenTokensTimeoutMs: Limits["betweenTokensTimeoutMs"] | undefined;
  /** Whether an event brings a token. Others, such as signs of life, give no new time. */
  isToken(event: Event): boolean;
  readonly clock?: Clock;
}

/**
 * Ends a stream of events that stalls: before its first token, or between two. Time that the reader takes does not count.
 *
 * @param abort What ends the source; it is used when the source stalls, and when the reader leaves.
 * @throws InferenceError `timeout`.
 */
export async function* within<Event>(
  events: AsyncIterable<Event>,
  { firstTokenTimeoutMs, betweenTokensTimeoutMs, isToken, clock = systemClock }: TokenLimits<Event>,
  abort: AbortController,
): AsyncGenerator<Event> {
  const source = events[Symbol.asyncIterator]();
  let hasBegun = false;
  let waitedMs = 0;
  try {
    for (;;) {
      const limit: number | undefined = hasBegun ? betweenTokensTimeoutMs : firstTokenTimeoutMs;
      const begun = clock.now();
      const { value, done }: IteratorResult<Event> =
        limit === undefined ? await source.next() : await before(source.next(), limit - waitedMs, late(limit, hasBegun), clock);
      if (done) return;
      waitedMs += clock.now() - begun;
      if (isToken(value)) {
        hasBegun = true;
        waitedMs = 0;
      }
      yield value;
    }
  } finally {
    abort.abort();
    void source.return?.();
  }
}

const late = (limit: number, hasBegun: boolean): InferenceError =>
  new InferenceError("timeout", `${hasBegun ? "No token came" : "The first token did not come"} within ${limit} ms.`);

async function before<Value>(next: Promise<Value>, milliseconds: number, error: InferenceError, clock: Clock): Promise<Value> {
  let cancel = () => {};
  const timeout = new Promise<never>((_, reject) => {
    cancel = clock.after(milliseconds, () => reject(error));
  });
  try {
    return await Promise.race([next, timeout]);
  } finally {
    cancel();
  }
}
