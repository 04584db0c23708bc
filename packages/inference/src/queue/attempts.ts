import { type Clock, pause } from "../engine/clock.ts";
import type { GenerateRequest, GenerationEvent } from "../engine/engine.ts";
import { within } from "./limits.ts";
import type { ModelEntry, QueuedModel } from "./model-table.ts";

/** A request that got no token is tried again, until it has been tried this often. */
export const TRIES = 3;

/** An event of an attempt. `token-unshown` is no part of the text, such as one of a hidden thought: it only shows that the model is alive. */
export type AttemptEvent = GenerationEvent | { readonly type: "token-unshown" };

/** What a caller gets for an error, and after how many milliseconds a request without a token may be tried again; null: never. */
export interface Explanation {
  readonly error: unknown;
  readonly retryAfterMs: number | null;
}

/** One attempt at an answer, in a sequence that is admitted, within the request's limits between tokens. */
export async function* attemptOf<Model extends QueuedModel>(
  entry: ModelEntry<Model>,
  request: GenerateRequest,
  answer: (model: Model, request: GenerateRequest, ended: AbortSignal) => AsyncIterable<AttemptEvent>,
  { ended, clock }: { readonly ended: AbortSignal; readonly clock: Clock },
): AsyncGenerator<GenerationEvent> {
  const { model } = entry;
  if (model.state !== "ready") throw model.failure();
  const abort = new AbortController();
  const { firstTokenTimeoutMs, betweenTokensTimeoutMs } = request;
  const isToken = ({ type }: AttemptEvent) => type !== "generation-end";
  const events = answer(model, request, AbortSignal.any([ended, abort.signal]));
  for await (const event of within(events, { firstTokenTimeoutMs, betweenTokensTimeoutMs, isToken, clock }, abort)) {
    if (event.type === "token-unshown") continue;
    if (event.type === "generation-end") {
      entry.promptTokens += event.promptTokens ?? 0;
      entry.outputTokens += event.outputTokens ?? 0;
    }
    yield event;
  }
}

/**
 * Repeats an answer that failed before its first token, where its error allows it.
 *
 * @param first The first attempt; the next ones come from `again`.
 * @param explain Tells of an error what the caller gets, and whether to try again.
 */
export async function* untilBegun(
  first: AsyncIterable<GenerationEvent>,
  again: () => AsyncIterable<GenerationEvent>,
  explain: (error: unknown, attempt: number) => Explanation,
  { ended, clock }: { readonly ended: AbortSignal; readonly clock: Clock },
): AsyncGenerator<GenerationEvent> {
  let events = first;
  for (let attempt = 1; ; attempt++) {
    let hasBegun = false;
    try {
      for await (const event of events) {
        hasBegun ||= event.type !== "queue-position";
        yield event;
      }
      return;
    } catch (failure) {
      const { error, retryAfterMs } = explain(failure, attempt);
      if (hasBegun || retryAfterMs === null || attempt === TRIES) throw error;
      if (retryAfterMs > 0) await pause(clock, retryAfterMs, ended);
    }
    events = again();
  }
}
