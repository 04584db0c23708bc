import { type Engine, InferenceError } from "@llmlist/inference";
import { ArenaError } from "@/server/http/problem";

/** An answer shorter than this is not worth a turn. */
const MIN_ANSWER_TOKENS = 64;
/** What a chat template puts around one prompt, at most. */
const TEMPLATE_TOKENS = 24;
/** Of ordinary text; a longer average would take prompts that do not fit. */
const BYTES_PER_TOKEN = 4;

/** How many tokens of a contestant's context its conversation takes so far. */
export interface ContextUse {
  readonly contestantId: string;
  readonly usedTokens: number;
}

/** Tokens that the next prompt may have, so that every context can still hold an answer. Null where an endpoint does not report its context size. */
export async function promptRoom(engine: Pick<Engine, "info">, uses: readonly ContextUse[]): Promise<number | null> {
  const rooms = await Promise.all(
    uses.map(async ({ contestantId, usedTokens }) => {
      const { contextTokens } = await engine.info(contestantId);
      return contextTokens === null ? null : contextTokens - usedTokens - TEMPLATE_TOKENS - MIN_ANSWER_TOKENS;
    }),
  );
  const known = rooms.filter((room) => room !== null);
  return known.length === 0 ? null : Math.max(0, Math.min(...known));
}

/**
 * Tokens that every context has left for the answer to a prompt; negative or small where the prompt does not fit. Infinite where no
 * context's size is known.
 *
 * @param enough Tokens that must stay free. If even the upper bound of the text's tokens leaves them free, nothing is tokenized.
 */
export async function answerRoom(
  engine: Pick<Engine, "info" | "tokenize">,
  uses: readonly ContextUse[],
  prompt: string,
  enough: number,
): Promise<number> {
  const rooms = uses.map(async ({ contestantId, usedTokens }) => {
    const { contextTokens } = await infoOf(engine, contestantId);
    if (contextTokens === null) return Number.POSITIVE_INFINITY;
    const before = contextTokens - usedTokens - TEMPLATE_TOKENS;
    // A token is at least one byte of the text.
    const least = before - Buffer.byteLength(prompt);
    return least >= enough ? least : before - (await tokensOf(engine, contestantId, prompt));
  });
  return Math.min(...(await Promise.all(rooms)));
}

/** Whether an answer of a useful length fits into these tokens. */
export const holdsAnswer = (room: number): boolean => room >= MIN_ANSWER_TOKENS;

/** Of a model that was taken out, or whose endpoint does not answer, nothing is known now; the sentence names no slot. */
async function infoOf(engine: Pick<Engine, "info">, contestantId: string) {
  try {
    return await engine.info(contestantId);
  } catch (error) {
    if (!InferenceError.isInstance(error)) throw error;
    throw new ArenaError("not-ready", "The models of this conversation cannot answer now. Try again later, or start a new one.");
  }
}

/** Exact where the engine tokenizes; an estimate from the bytes for endpoints that do not, or do not answer now. */
async function tokensOf(engine: Pick<Engine, "tokenize">, contestantId: string, text: string): Promise<number> {
  try {
    return (await engine.tokenize(contestantId, text, { special: false, bos: false })).length;
  } catch (error) {
    if (!InferenceError.isInstance(error)) throw error;
    return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
  }
}
