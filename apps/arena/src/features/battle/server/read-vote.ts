import { desc, eq, inArray } from "drizzle-orm";
import { modelIdentity } from "@/domain/ranking";
import type { Database } from "@/server/db/database";
import { contestant, vote, voteReview } from "@/server/db/schema";
import type { VoteResponse } from "../contract";
import { readPair } from "./find-battle";
import { fateOf } from "./review-vote";

/** The vote of a battle with its present fate and the reveal, or null: identities leave the database only behind a vote. */
export async function readVote(db: Pick<Database, "select">, battleId: string): Promise<VoteResponse | null> {
  const [cast] = await db
    .select({ outcome: vote.outcome, decision: voteReview.decision, reason: voteReview.reason })
    .from(vote)
    .innerJoin(voteReview, eq(voteReview.conversationId, vote.conversationId))
    .where(eq(vote.conversationId, battleId))
    .orderBy(desc(voteReview.id))
    .limit(1);
  if (!cast) return null;
  const pair = await readPair(db, battleId);
  const rows = await db
    .select({
      id: contestant.id,
      name: contestant.name,
      organization: contestant.organization,
      kind: contestant.kind,
      isPocketModel: contestant.bundled,
    })
    .from(contestant)
    .where(inArray(contestant.id, [pair.a, pair.b]));
  const reveal = (id: string) => modelIdentity.parse(rows.find((row) => row.id === id));
  return { outcome: cast.outcome, fate: fateOf(cast), reveal: { a: reveal(pair.a), b: reveal(pair.b) } };
}
