import { ELO_PER_LOG_ODDS } from "@llmlist/elo";
import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/server/db/database";
import { rating, snapshot } from "@/server/db/schema";
import { styleBoardOf } from "./style-boards";

/** As `writeStyleSnapshots` wrote it. */
const configuration = z.object({ votes: z.number(), coefficients: z.array(z.object({ name: z.string(), value: z.number() })) });

/** The newest style-controlled ratings of a board, or null where its votes gave none yet. */
export async function readStyleRatings(db: Pick<Database, "select">, board: string) {
  const key = styleBoardOf(board);
  const [newest] = await db.select().from(snapshot).where(eq(snapshot.board, key)).orderBy(desc(snapshot.id)).limit(1);
  if (!newest) return null;
  const rows = await db
    .select({ id: rating.contestantId, value: rating.rating })
    .from(rating)
    .where(and(eq(rating.snapshotId, newest.id), eq(rating.board, key)));
  if (rows.length === 0) return null;
  const { votes, coefficients } = configuration.parse(newest.configuration);
  return {
    votes,
    points: Object.fromEntries(coefficients.map(({ name, value }) => [name, ELO_PER_LOG_ODDS * value])),
    ratings: new Map(rows.map(({ id, value }) => [id, value])),
  };
}
