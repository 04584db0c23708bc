import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { answer, turn, vote } from "@/server/db/schema";
import type { NameFinder } from "./identity/find-names";
import { maskNames } from "./mask-names";

/** The lease holder that the migration wrote: these answers were stored without their shown text. */
const EARLIER_VERSION = "00000000-0000-0000-0000-000000000000";

/** Masks answers that an earlier version stored without their shown text, for battles that have no vote yet. */
export async function maskStoredAnswers(db: Database, names: NameFinder): Promise<void> {
  const rows = await db
    .select({ turnId: answer.turnId, slot: answer.slot, attempt: answer.attempt, rawText: answer.rawText })
    .from(answer)
    .innerJoin(turn, eq(turn.id, answer.turnId))
    .leftJoin(vote, eq(vote.conversationId, turn.conversationId))
    .where(and(eq(answer.leaseHolder, EARLIER_VERSION), eq(answer.shownText, ""), isNull(vote.conversationId)));
  for (const { turnId, slot, attempt, rawText } of rows) {
    await db
      .update(answer)
      .set({ shownText: maskNames(rawText, names) })
      .where(and(eq(answer.turnId, turnId), eq(answer.slot, slot), eq(answer.attempt, attempt)));
  }
}
