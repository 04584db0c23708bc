import { EloError, fitVotes, leaderboard, pairCountsFromColumns, type Ratings } from "@llmlist/elo";
import { and, asc, desc, eq } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { board, rating, snapshot } from "@/server/db/schema";
import { describeVotes } from "./describe-votes";
import { readStyleVotes, type StyleVotes } from "./read-style-votes";
import { styleBoardOf } from "./style-boards";

/** The fit reads every vote by itself, so it is made again only when the votes of its board changed by this share. */
const CHANGED_SHARE = 0.01;

/**
 * Rates the ranked models of each board once more, with length and Markdown of both answers as covariates (Chen et al., ICML 2024); length alone
 * where the votes do not identify all features. A board whose votes do not identify both yet gets a snapshot without ratings.
 */
export async function writeStyleSnapshots(db: Database): Promise<void> {
  // Without bundled models both boards have the same members: one fit serves both.
  const fits = new Map<string, Ratings | null>();
  for (const { key, definition } of await db.select().from(board)) {
    if (definition.style) continue;
    const [newest] = await newestOf(db, key);
    const [fitted] = await newestOf(db, styleBoardOf(key));
    if (!newest || newest.id === fitted?.id || !isDue(newest.votes, fitted?.votes)) continue;
    await describeVotes(db);
    const ids = await rankedIds(db, key, newest.id);
    const members = JSON.stringify([newest.id, ids]);
    if (!fits.has(members)) fits.set(members, await rate(db, ids));
    await write(db, { ...newest, board: styleBoardOf(key) }, fits.get(members) ?? null);
  }
}

const isDue = (votes: number, fitted: number | undefined) =>
  votes > 0 && (fitted === undefined || Math.abs(votes - fitted) >= Math.max(1, CHANGED_SHARE * fitted));

const newestOf = (db: Database, key: string) =>
  db.select().from(snapshot).where(eq(snapshot.board, key)).orderBy(desc(snapshot.id)).limit(1);

async function rankedIds(db: Database, key: string, id: number): Promise<string[]> {
  const rows = await db
    .select({ id: rating.contestantId })
    .from(rating)
    .where(and(eq(rating.snapshotId, id), eq(rating.board, key), eq(rating.preliminary, false)))
    .orderBy(asc(rating.contestantId));
  return rows.map((row) => row.id);
}

async function rate(db: Database, ids: readonly string[]): Promise<Ratings | null> {
  if (ids.length < 2) return null;
  const { columns, features } = await readStyleVotes(db, ids);
  const { length } = features;
  return fitted({ columns, features }) ?? (length ? fitted({ columns, features: { length } }) : null);
}

/** Null where there is no maximum yet: a model never lost, every vote agrees with a style, or two features always come together. */
function fitted({ columns, features }: StyleVotes): Ratings | null {
  try {
    return leaderboard(fitVotes(columns, { features }), pairCountsFromColumns(columns));
  } catch (error) {
    if (error instanceof EloError) return null;
    throw error;
  }
}

async function write(db: Database, of: typeof snapshot.$inferSelect, rated: Ratings | null): Promise<void> {
  const { id, board: key, votes, transactionSnapshot, inputHash } = of;
  const { models = [], coefficients = [] } = rated ?? {};
  const configuration = { method: "bradley-terry-style", votes: rated?.votes ?? 0, coefficients };
  await db.transaction(async (transaction) => {
    const written = await transaction
      .insert(snapshot)
      .values({ id, board: key, votes, transactionSnapshot, inputHash, configuration })
      .onConflictDoNothing()
      .returning({ id: snapshot.id });
    // Another process wrote it first.
    if (written.length === 0 || models.length === 0) return;
    await transaction.insert(rating).values(
      models.map((model, index) => ({
        snapshotId: id,
        board: key,
        contestantId: model.model,
        position: index + 1,
        rating: model.rating,
        low: model.low,
        high: model.high,
        rankLow: model.rank[0],
        rankHigh: model.rank[1],
        votes: model.votes,
      })),
    );
  });
}
