import { asc, desc, eq } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { answer, turn } from "@/server/db/schema";

type StoredAnswer = typeof answer.$inferSelect;

/** A turn with the newest attempt of each slot. */
export interface StoredTurn {
  readonly id: string;
  readonly number: number;
  readonly prompt: string;
  readonly answers: ReadonlyMap<string, StoredAnswer>;
}

/** The turns of a conversation that has no branches, first to last. */
export async function readTurns(db: Pick<Database, "select">, conversationId: string): Promise<StoredTurn[]> {
  const rows = await db
    .select({ turn, answer })
    .from(turn)
    .innerJoin(answer, eq(answer.turnId, turn.id))
    .where(eq(turn.conversationId, conversationId))
    .orderBy(asc(turn.number), asc(answer.slot), desc(answer.attempt));
  const turns = new Map<string, StoredTurn & { answers: Map<string, StoredAnswer> }>();
  for (const row of rows) {
    const { id, number, prompt } = row.turn;
    const known = turns.get(id) ?? { id, number, prompt, answers: new Map<string, StoredAnswer>() };
    turns.set(id, known);
    if (!known.answers.has(row.answer.slot)) known.answers.set(row.answer.slot, row.answer);
  }
  return [...turns.values()];
}

/** The last turn of a conversation that has no branches, without its answers. */
export async function readNewestTurn(db: Pick<Database, "select">, conversationId: string): Promise<{ id: string; number: number } | null> {
  const [newest] = await db
    .select({ id: turn.id, number: turn.number })
    .from(turn)
    .where(eq(turn.conversationId, conversationId))
    .orderBy(desc(turn.number))
    .limit(1);
  return newest ?? null;
}

/** The newest attempt of each slot of one turn. */
export async function readTurnAnswers(db: Pick<Database, "select">, turnId: string): Promise<StoredTurn["answers"]> {
  const rows = await db.select().from(answer).where(eq(answer.turnId, turnId)).orderBy(asc(answer.attempt));
  return new Map(rows.map((row) => [row.slot, row]));
}

/** Whether an answer is still being written. */
export const isRunning = (turns: readonly StoredTurn[]): boolean =>
  turns.some(({ answers }) => [...answers.values()].some(({ status }) => status === "running"));
