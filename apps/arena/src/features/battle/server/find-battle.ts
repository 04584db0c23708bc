import { and, asc, eq } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { conversation, participant } from "@/server/db/schema";
import { ArenaError } from "@/server/http/problem";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Which battle is asked for, and by whom. */
export interface BattleKey {
  readonly battleId: string;
  readonly sessionId: string | null;
}

/**
 * The id of a battle of this session, as it is stored.
 *
 * @param options `lock` keeps other transactions from changing the battle until this one ends.
 * @throws ArenaError `battle-not-found` for a battle of another session too, so that its existence does not leak.
 */
export async function findBattle(
  db: Pick<Database, "select">,
  { battleId, sessionId }: BattleKey,
  options: { lock?: boolean } = {},
): Promise<string> {
  if (sessionId === null || !UUID.test(battleId)) throw notFound();
  const query = db
    .select({ id: conversation.id })
    .from(conversation)
    .where(and(eq(conversation.id, battleId), eq(conversation.sessionId, sessionId), eq(conversation.mode, "battle")));
  const [found] = await (options.lock ? query.for("update") : query);
  if (!found) throw notFound();
  return found.id;
}

/** Whether a battle is of this session. */
export async function hasBattle(db: Pick<Database, "select">, key: BattleKey): Promise<boolean> {
  try {
    return (await findBattle(db, key)) !== "";
  } catch (error) {
    if (ArenaError.isInstance(error)) return false;
    throw error;
  }
}

const notFound = () => new ArenaError("battle-not-found", "There is no such battle in this session.");

/** The contestants of a battle by slot. Before the vote they must not leave the server. */
export async function readPair(db: Pick<Database, "select">, battleId: string): Promise<{ a: string; b: string }> {
  const rows = await db.select().from(participant).where(eq(participant.conversationId, battleId)).orderBy(asc(participant.slot));
  const of = (slot: "a" | "b") => {
    const row = rows.find((one) => one.slot === slot);
    if (!row) throw new Error(`Battle ${battleId} has no contestant in slot ${slot}.`);
    return row.contestantId;
  };
  return { a: of("a"), b: of("b") };
}
