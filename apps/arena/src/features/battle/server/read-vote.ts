import { eq, inArray } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { type battle, contestant, vote } from "@/server/db/schema";
import type { VoteResponse } from "../contract";

/** The vote of a battle with the reveal, or null: identities leave the database only behind a vote. */
export async function readVote(db: Database, found: typeof battle.$inferSelect): Promise<VoteResponse | null> {
  const [cast] = await db.select().from(vote).where(eq(vote.battleId, found.id));
  if (!cast) return null;
  const rows = await db
    .select({
      id: contestant.id,
      name: contestant.name,
      organization: contestant.organization,
      kind: contestant.kind,
      isPocketModel: contestant.isPocketModel,
    })
    .from(contestant)
    .where(inArray(contestant.id, [found.contestantA, found.contestantB]));
  const reveal = (id: string) => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw new Error(`Contestant ${id} is not in the database.`);
    return row;
  };
  return { outcome: cast.outcome, fate: cast.fate, reveal: { a: reveal(found.contestantA), b: reveal(found.contestantB) } };
}
