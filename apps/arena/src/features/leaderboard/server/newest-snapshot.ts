import { desc } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { snapshot } from "@/server/db/schema";
import type { Leaderboard } from "../contract";

/** The newest snapshot; before the first, a board without models. Pocket models are beside real ones only where that is asked for. */
export async function newestSnapshot(db: Database, { withPocketModels = false } = {}): Promise<Leaderboard> {
  const [newest] = await db.select().from(snapshot).orderBy(desc(snapshot.id)).limit(1);
  if (!newest) return { snapshot: { id: "0", votes: 0, createdAt: new Date(0).toISOString() }, pocketModels: "none", models: [] };
  const { id, createdAt, real } = newest;
  const hasPocketModels = newest.models.length > real.models.length;
  const leavesOut = hasPocketModels && !withPocketModels && real.models.length > 0;
  const { votes, models } = leavesOut ? real : newest;
  return {
    snapshot: { id: String(id), votes, createdAt: createdAt.toISOString() },
    pocketModels: leavesOut ? "left-out" : hasPocketModels ? "included" : "none",
    models,
  };
}
