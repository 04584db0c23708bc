import { type Engine, InferenceError } from "@llmlist/inference";
import { ArenaError } from "@/server/http/problem";

/** An answer shorter than this is not worth a turn. */
const MIN_ANSWER_TOKENS = 64;
/** What a chat template puts around one prompt, at most. */
const TEMPLATE_TOKENS = 24;
/** Of ordinary text; a longer average would take prompts that do not fit. */
const BYTES_PER_TOKEN = 4;
/** A contestant that has not said by then what its context holds does not keep the others waiting. */
const ANSWERS_WITHIN_MS = 2_000;

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
 * @throws ArenaError `not-ready` where a contestant cannot say what its context holds.
 */
export async function answerRoom(engine: ContextEngine, uses: readonly ContextUse[], prompt: string, enough: number): Promise<number> {
  try {
    return Math.min(...(await Promise.all(uses.map((use) => roomIn(engine, use, prompt, enough)))));
  } catch (error) {
    if (!InferenceError.isInstance(error)) throw error;
    throw cannotAnswer();
  }
}

type ContextEngine = Pick<Engine, "info" | "tokenize">;

/** Of a model that was taken out, or whose endpoint does not answer, nothing is known now; the sentence names no slot. */
export const cannotAnswer = () =>
  new ArenaError("not-ready", "The models of this conversation cannot answer now. Try again later, or start a new one.");

/**
 * As `answerRoom`, for each contestant by itself, before any has been chosen: one that cannot say what its context holds, or not in time, is left out.
 */
export async function answerRooms(
  engine: ContextEngine,
  contestantIds: readonly string[],
  prompt: string,
  enough: number,
): Promise<ReadonlyMap<string, number>> {
  const rooms = await Promise.all(
    contestantIds.map(async (contestantId) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, ANSWERS_WITHIN_MS, null)));
      const room = roomIn(engine, { contestantId, usedTokens: 0 }, prompt, enough).catch((error: unknown) => {
        if (!InferenceError.isInstance(error)) throw error;
        return null;
      });
      return [contestantId, await Promise.race([room, late]).finally(() => clearTimeout(timer))] as const;
    }),
  );
  return new Map(rooms.flatMap(([id, room]) => (room === null ? [] : [[id, room] as const])));
}

async function roomIn(engine: ContextEngine, { contestantId, usedTokens }: ContextUse, prompt: string, enough: number): Promise<number> {
  const { contextTokens } = await engine.info(contestantId);
  if (contextTokens === null) return Number.POSITIVE_INFINITY;
  const before = contextTokens - usedTokens - TEMPLATE_TOKENS;
  // A token is at least one byte of the text.
  const least = before - Buffer.byteLength(prompt);
  return least >= enough ? least : before - (await tokensOf(engine, contestantId, prompt));
}

/** Whether an answer of a useful length fits into these tokens. */
export const holdsAnswer = (room: number): boolean => room >= MIN_ANSWER_TOKENS;

/** About how many tokens a prompt and the answer to it take, where nobody has counted them. */
export const estimateTurnTokens = (prompt: string, answer: string): number => TEMPLATE_TOKENS + estimateTokens(prompt + answer);

const estimateTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);

/** Exact where the engine tokenizes; an estimate from the bytes for endpoints that do not, or do not answer now. */
async function tokensOf(engine: Pick<Engine, "tokenize">, contestantId: string, text: string): Promise<number> {
  try {
    return (await engine.tokenize(contestantId, text, { special: false, bos: false })).length;
  } catch (error) {
    if (!InferenceError.isInstance(error)) throw error;
    return estimateTokens(text);
  }
}
