import { desc } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { vote } from "@/server/db/schema";
import { newestSnapshot } from "./newest-snapshot";

/** The arena in numbers, without a name: a page on which a battle may run tells none. */
export interface ArenaNumbers {
  readonly votes: number;
  readonly models: number;
  /** When somebody voted last, and how; null before the first vote. */
  readonly latest: { readonly at: Date; readonly outcome: (typeof vote.$inferSelect)["outcome"] } | null;
}

export async function readNumbers(db: Pick<Database, "select">): Promise<ArenaNumbers> {
  const { snapshot, models } = await newestSnapshot(db);
  const [latest] = await db
    .select({ at: vote.createdAt, outcome: vote.outcome })
    .from(vote)
    .orderBy(desc(vote.createdAt), desc(vote.conversationId))
    .limit(1);
  return { votes: snapshot.votes, models: models.length, latest: latest ?? null };
}
