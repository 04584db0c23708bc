import { and, asc, desc, eq } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { contestant, rating, snapshot } from "@/server/db/schema";
import type { Leaderboard } from "../contract";

/** The newest snapshot; before the first, a board without models. Bundled models are listed with others only on request. */
export async function newestSnapshot(db: Database, { withPocketModels = false } = {}): Promise<Leaderboard> {
  const [everything, overall] = [await readBoard(db, "with-bundled"), await readBoard(db, "overall")];
  if (!everything || !overall)
    return { snapshot: { id: "0", votes: 0, createdAt: new Date(0).toISOString() }, pocketModels: "none", models: [] };
  const hasPocketModels = everything.models.length > overall.models.length;
  const leavesOut = hasPocketModels && !withPocketModels && overall.models.length > 0;
  const { id, createdAt, votes, models } = leavesOut ? overall : everything;
  return {
    snapshot: { id: String(id), votes, createdAt: createdAt.toISOString() },
    pocketModels: leavesOut ? "left-out" : hasPocketModels ? "included" : "none",
    models,
  };
}

async function readBoard(db: Database, board: string) {
  const [newest] = await db.select().from(snapshot).where(eq(snapshot.board, board)).orderBy(desc(snapshot.id)).limit(1);
  if (!newest) return null;
  const rows = await db
    .select({ rating, contestant })
    .from(rating)
    .innerJoin(contestant, eq(contestant.id, rating.contestantId))
    .where(and(eq(rating.snapshotId, newest.id), eq(rating.board, board)))
    .orderBy(asc(rating.position));
  const models = rows.map(({ rating: { rating: value, low, high, rankLow, rankHigh, votes }, contestant: known }) => {
    const { id, name, organization, kind, bundled } = known;
    const rank: [number, number] = [rankLow, rankHigh];
    return { id, name, organization, kind, isPocketModel: bundled, rating: value, low, high, rank, votes };
  });
  return { ...newest, models };
}
