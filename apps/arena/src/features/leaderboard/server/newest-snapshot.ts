import { and, asc, desc, eq } from "drizzle-orm";
import { PRELIMINARY_BELOW_VOTES } from "@/domain/board-figures";
import type { Database } from "@/server/db/database";
import { contestant, rating, snapshot } from "@/server/db/schema";
import type { BoardModel, Leaderboard } from "../contract";
import { readStyleRatings } from "./style/read-style-ratings";

type Reader = Pick<Database, "select">;

/** Which board somebody asks for: bundled models are listed with others only on request. */
export interface BoardQuery {
  readonly withPocketModels?: boolean;
}

/** The newest snapshot; before the first, a board without models. */
export async function newestSnapshot(db: Reader, query: BoardQuery = {}): Promise<Leaderboard> {
  const found = await findBoard(db, query);
  const preliminaryBelow = PRELIMINARY_BELOW_VOTES;
  if (!found) {
    const none = { id: "0", votes: 0, createdAt: new Date(0).toISOString() };
    return { snapshot: none, pocketModels: "none", preliminaryBelow, style: null, models: [] };
  }
  const { board, pocketModels } = found;
  const { id, createdAt, votes, models } = board;
  const style = await readStyleRatings(db, found.key);
  return {
    snapshot: { id: String(id), votes, createdAt: createdAt.toISOString() },
    pocketModels,
    preliminaryBelow,
    style: style && { votes: style.votes, points: style.points },
    models: models.map((model) => ({ ...model, styleRating: style?.ratings.get(model.id) ?? null })),
  };
}

/** The newest snapshot of the board that is asked for, and the key of that board. */
async function findBoard(db: Reader, { withPocketModels = false }: BoardQuery) {
  const [everything, overall] = [await readBoard(db, "with-bundled"), await readBoard(db, "overall")];
  if (!everything || !overall) return null;
  const hasPocketModels = everything.models.length > overall.models.length;
  const leavesOut = hasPocketModels && !withPocketModels && overall.models.length > 0;
  const pocketModels = leavesOut ? "left-out" : hasPocketModels ? "included" : "none";
  return { key: leavesOut ? "overall" : "with-bundled", board: leavesOut ? overall : everything, pocketModels } as const;
}

async function readBoard(db: Reader, board: string) {
  const [newest] = await db.select().from(snapshot).where(eq(snapshot.board, board)).orderBy(desc(snapshot.id)).limit(1);
  if (!newest) return null;
  const rows = await db
    .select({ rating, contestant })
    .from(rating)
    .innerJoin(contestant, eq(contestant.id, rating.contestantId))
    .where(and(eq(rating.snapshotId, newest.id), eq(rating.board, board)))
    .orderBy(asc(rating.position));
  return { ...newest, models: rows.map(boardModelOf) };
}

interface Row {
  readonly rating: typeof rating.$inferSelect;
  readonly contestant: typeof contestant.$inferSelect;
}

/** Of an average model: 400 points are odds of ten to one. */
const expectedScore = (points: number) => 1 / (1 + 10 ** ((1000 - points) / 400));

function boardModelOf({ rating: rated, contestant: known }: Row): Omit<BoardModel, "styleRating"> {
  const { id, name, organization, kind, bundled, parameters, quantization, license, bytes } = known;
  const { rating: value, low, high, rankLow, rankHigh, votes, preliminary, tokensPerSecond } = rated;
  const identity = { id, name, organization, kind, isPocketModel: bundled };
  const rank: [number, number] = [rankLow, rankHigh];
  const standing = { rating: value, low, high, rank, votes, preliminary, winRate: expectedScore(value), tokensPerSecond };
  return { ...identity, ...standing, parameters, quantization, license, bytes };
}
