import type { Message } from "@llmlist/inference";
import { eq } from "drizzle-orm";
import type { Slot } from "@/domain/slot";
import {
  addTurn,
  answerRoom,
  type ContextUse,
  estimateTurnTokens,
  holdsAnswer,
  isRunning,
  readTurns,
  type StartedTurn,
  type StoredTurn,
} from "@/features/conversation/server";
import type { Database } from "@/server/db/database";
import { vote } from "@/server/db/schema";
import { ArenaError } from "@/server/http/problem";
import type { BattleDeps } from "./battle-deps";
import { type BattleKey, findBattle, readPair } from "./find-battle";
import { drawSeeds, requireShortPrompt } from "./start-battle";

/**
 * Adds a turn to a battle: the same pair answers, each with its own conversation so far.
 *
 * @throws ArenaError `battle-not-found`; `not-ready` while a model of the pair is not; `battle-running` while an answer is being written; `already-voted` after the vote;
 * `invalid-prompt` above the operator's ceiling; `conversation-full` when the turns are used up or one of both contexts has no room left.
 */
export async function continueBattle(deps: BattleDeps, input: BattleKey & { prompt: string }): Promise<StartedTurn> {
  const { db, engine, settings, leaseHolder } = deps;
  const { prompt } = input;
  requireShortPrompt(prompt, settings.maxPromptCharacters);
  const battleId = await findBattle(db, input);
  const turns = await requireOpen(db, battleId, settings.maxTurns);
  const pair = await readPair(db, battleId);
  if (!areReady(engine, pair)) throw new ArenaError("not-ready", "A model of this battle is not ready; try again in a few seconds.");
  const room = await answerRoom(engine, contextUses(turns, pair), prompt, settings.maxAnswerTokens);
  if (!holdsAnswer(room)) {
    throw new ArenaError(
      "conversation-full",
      "The models cannot read this prompt after all that was said. Shorten it, or vote and start a new battle.",
    );
  }
  const seeds = drawSeeds();
  const last = turns.at(-1);
  const number = turns.length + 1;
  const turnId = await db.transaction(async (transaction) => {
    await findBattle(transaction, input, { lock: true });
    const now = await requireOpen(transaction, battleId, settings.maxTurns);
    if (now.length !== turns.length) throw new ArenaError("battle-running", "Another turn of this battle was started first.");
    return addTurn(transaction, { conversationId: battleId, parentId: last?.id ?? null, number, prompt, seeds, leaseHolder });
  });
  const slot = (name: Slot) => ({ contestantId: pair[name], seed: seeds[name], messages: messagesOf(turns, name, prompt) });
  return {
    conversationId: battleId,
    turnId,
    number,
    user: input.sessionId ?? battleId,
    slots: { a: slot("a"), b: slot("b") },
    maxTokens: Math.min(settings.maxAnswerTokens, room),
  };
}

/** The turns of a battle that can go on. */
async function requireOpen(db: Pick<Database, "select">, battleId: string, maxTurns: number): Promise<StoredTurn[]> {
  const [voted] = await db.select({ id: vote.conversationId }).from(vote).where(eq(vote.conversationId, battleId));
  if (voted) throw new ArenaError("already-voted", "This battle has its vote; start a new battle to go on.");
  const turns = await readTurns(db, battleId);
  if (isRunning(turns)) throw new ArenaError("battle-running", "Both answers must end before the next turn.");
  if (turns.length >= maxTurns) throw new ArenaError("conversation-full", `A battle has at most ${maxTurns} turns.`);
  return turns;
}

/** Whether both models can answer now. */
export const areReady = (engine: BattleDeps["engine"], pair: Readonly<Record<Slot, string>>): boolean =>
  [pair.a, pair.b].every((id) => engine.states().get(id) === "ready");

/** Exact counts of the same text would reveal the tokenizer before the vote. */
const USED_STEP_TOKENS = 256;

/** What each context holds after the last turn. Of answers without figures, such as those of a stop or an error, it is estimated. */
export function contextUses(turns: readonly StoredTurn[], pair: Readonly<Record<Slot, string>>): ContextUse[] {
  return (["a", "b"] as const).map((slot) => {
    // The prompt of a counted turn holds all turns before it.
    const counted = turns.findLastIndex(({ answers }) => typeof answers.get(slot)?.promptTokens === "number");
    const figures = turns[counted]?.answers.get(slot);
    const later = turns.slice(counted + 1).map(({ prompt, answers }) => estimateTurnTokens(prompt, answers.get(slot)?.rawText ?? ""));
    const used = [figures?.promptTokens ?? 0, figures?.outputTokens ?? 0, ...later].reduce((sum, tokens) => sum + tokens, 0);
    return { contestantId: pair[slot], usedTokens: Math.ceil(used / USED_STEP_TOKENS) * USED_STEP_TOKENS };
  });
}

/** A model gets back what it wrote, not the masked text. */
function messagesOf(turns: readonly StoredTurn[], slot: Slot, prompt: string): Message[] {
  const before = turns.flatMap((turn): Message[] => [
    { role: "user", content: turn.prompt },
    { role: "assistant", content: turn.answers.get(slot)?.rawText ?? "" },
  ]);
  return [...before, { role: "user", content: prompt }];
}
