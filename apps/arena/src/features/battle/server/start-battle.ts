import { randomInt } from "node:crypto";
import type { Slot } from "@/domain/slot";
import { addTurn, answerRooms, cannotAnswer, holdsAnswer, type StartedTurn } from "@/features/conversation/server";
import { conversation, participant, session } from "@/server/db/schema";
import { ArenaError } from "@/server/http/problem";
import type { BattleDeps } from "./battle-deps";
import { type Candidate, drawPair } from "./draw-pair";

const SEED_LIMIT = 2 ** 31 - 1;
/** Seeds of both slots, from a cryptographic source. */
export const drawSeeds = (): Record<Slot, number> => ({ a: randomInt(SEED_LIMIT), b: randomInt(SEED_LIMIT) });

/**
 * Draws a pair and writes conversation, turn and two running answers in one transaction.
 *
 * @throws ArenaError `invalid-prompt` when not every candidate's context holds the prompt: a refusal by the drawn pair alone would reveal
 * something of it. `not-ready` when fewer than two can answer. `battle-exists` when the id was used before.
 */
export async function startBattle(
  { db, engine, settings, leaseHolder, random }: BattleDeps,
  input: { battleId: string; sessionId: string; prompt: string; candidates: readonly Candidate[] },
): Promise<StartedTurn> {
  const { battleId, sessionId, prompt, candidates } = input;
  requireShortPrompt(prompt, settings.maxPromptCharacters);
  const ids = candidates.map(({ id }) => id);
  const rooms = await answerRooms(engine, ids, prompt, settings.maxAnswerTokens);
  const drawable = candidates.filter(({ id }) => rooms.has(id));
  if (drawable.length < 2) throw cannotAnswer();
  const room = Math.min(...rooms.values());
  if (!holdsAnswer(room)) throw new ArenaError("invalid-prompt", "The prompt is longer than the models of this arena can read.");
  const pair = drawPair(drawable, random);
  const seeds = drawSeeds();
  const { conversationId, turnId } = await db.transaction(async (transaction) => {
    await transaction.insert(session).values({ id: sessionId }).onConflictDoNothing();
    const inserted = await transaction
      .insert(conversation)
      .values({ id: battleId, sessionId, mode: "battle" })
      .onConflictDoNothing()
      .returning({ id: conversation.id });
    // The stored form: a UUID may arrive in upper case, and later requests use the stored id.
    const [created] = inserted;
    if (!created) throw new ArenaError("battle-exists", "This battleId was used before; make a new UUID for a new battle.");
    const { propensity } = pair;
    await transaction.insert(participant).values([
      { conversationId: battleId, slot: "a", contestantId: pair.a, propensity },
      { conversationId: battleId, slot: "b", contestantId: pair.b, propensity },
    ]);
    const first = { conversationId: created.id, parentId: null, number: 1, prompt, seeds, leaseHolder };
    return { conversationId: created.id, turnId: await addTurn(transaction, first) };
  });
  const messages = [{ role: "user" as const, content: prompt }];
  return {
    conversationId,
    turnId,
    number: 1,
    user: sessionId,
    slots: { a: { contestantId: pair.a, seed: seeds.a, messages }, b: { contestantId: pair.b, seed: seeds.b, messages } },
    maxTokens: Math.min(settings.maxAnswerTokens, room),
  };
}

/** @throws ArenaError `invalid-prompt` */
export function requireShortPrompt(prompt: string, maxCharacters: number): void {
  if (prompt.length > maxCharacters) throw new ArenaError("invalid-prompt", `The prompt is longer than ${maxCharacters} characters.`);
}
