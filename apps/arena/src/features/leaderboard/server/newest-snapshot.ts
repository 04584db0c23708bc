import { desc } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { snapshot } from "@/server/db/schema";
import type { Leaderboard } from "../../battle/contract";

/** The newest snapshot; before the first, a board without models. */
export async function newestSnapshot(db: Database): Promise<Leaderboard> {
  const [newest] = await db.select().from(snapshot).orderBy(desc(snapshot.id)).limit(1);
  if (!newest) return { snapshot: { id: "0", votes: 0, createdAt: new Date(0).toISOString() }, models: [] };
  return {
    snapshot: { id: String(newest.id), votes: newest.votes, createdAt: newest.createdAt.toISOString() },
    models: newest.models,
  };
}
