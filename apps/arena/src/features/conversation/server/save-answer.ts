import { setTimeout as delay } from "node:timers/promises";
import { and, eq, sql } from "drizzle-orm";
import type { EndReason } from "@/domain/end-reason";
import type { Database } from "@/server/db/database";
import { type AnswerRecord, answer } from "@/server/db/schema";
import { noteDatabaseFailure } from "@/server/db/database-health";
import { logError } from "@/server/log";

/** How long a process may be silent before another one ends its answers. */
export const LEASE_S = 30;
const RETRY_MS = 500;
/** How long the end of an answer is kept for a database that is away. */
const END_KEPT_MS = 120_000;

/** How an answer ended, as it is stored. */
export interface AnswerEnd {
  readonly status: EndReason;
  readonly errorCode?: string;
  readonly promptTokens?: number | null;
  readonly outputTokens?: number | null;
  readonly firstTokenMs?: number | null;
  readonly totalMs?: number;
  readonly record?: AnswerRecord;
}

/** One running answer of this process. */
export interface AnswerKey {
  readonly turnId: string;
  readonly slot: string;
  readonly leaseHolder: string;
}

/** PostgreSQL text cannot hold NUL, and a lone surrogate is no character. The length stays. */
const storable = (text: string) => text.replaceAll("\u0000", "\uFFFD").toWellFormed();
const columnsOf = ({ raw, shown }: { raw: string; shown: string }) => ({ rawText: storable(raw), shownText: storable(shown) });

const isOurs = ({ turnId, slot, leaseHolder }: AnswerKey) =>
  and(eq(answer.turnId, turnId), eq(answer.slot, slot), eq(answer.status, "running"), eq(answer.leaseHolder, leaseHolder));

/** Saves what has been written so far and renews the lease. False: the answer is no longer ours to write. */
export async function saveText(db: Database, key: AnswerKey, text: { raw: string; shown: string }): Promise<boolean> {
  const saved = await db
    .update(answer)
    .set({ ...columnsOf(text), leaseUntil: sql`clock_timestamp() + make_interval(secs => ${LEASE_S})` })
    .where(isOurs(key))
    .returning({ slot: answer.slot });
  return saved.length === 1;
}

/**
 * Stores the end, and tries again for two minutes while the database is away.
 *
 * @returns The end that is stored: another process may have ended the answer before.
 */
export async function saveEnd(db: Database, key: AnswerKey, text: { raw: string; shown: string }, end: AnswerEnd): Promise<EndReason> {
  const giveUpAt = performance.now() + END_KEPT_MS;
  for (;;) {
    try {
      const saved = await db
        .update(answer)
        .set({ ...columnsOf(text), ...end })
        .where(isOurs(key))
        .returning({ slot: answer.slot });
      if (saved.length === 1) return end.status;
      const [stored] = await db
        .select({ status: answer.status })
        .from(answer)
        .where(and(eq(answer.turnId, key.turnId), eq(answer.slot, key.slot)));
      return stored && stored.status !== "running" ? stored.status : "error";
    } catch (error) {
      noteDatabaseFailure(error);
      logError("saving the end of an answer", error);
      if (performance.now() > giveUpAt) return "error";
      await delay(RETRY_MS);
    }
  }
}
