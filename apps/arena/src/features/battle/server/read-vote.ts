import { eq, inArray } from "drizzle-orm";
import { modelIdentity } from "@/domain/ranking";
import type { Database } from "@/server/db/database";
import { contestant, judgedVote, vote } from "@/server/db/schema";
import type { VoteResponse } from "../contract";
import { boardsOf } from "./count-on-boards";
import { readPair } from "./find-battle";
import { fateOf } from "./review-vote";

/** The vote of a battle with its present fate and the reveal, or null: identities leave the database only behind a vote. */
export async function readVote(db: Pick<Database, "select">, battleId: string): Promise<VoteResponse | null> {
  const [cast] = await db
    .select({ outcome: vote.outcome, isRevealed: vote.isRevealed, decision: judgedVote.decision, reason: judgedVote.reason })
    .from(vote)
    .innerJoin(judgedVote, eq(judgedVote.conversationId, vote.conversationId))
    .where(eq(vote.conversationId, battleId));
  if (!cast) return null;
  const boards = cast.decision === "counted" ? ((await boardsOf(db, [battleId])).get(battleId) ?? []) : [];
  const told = { outcome: cast.outcome, fate: fateOf(cast), boards };
  return cast.isRevealed ? { ...told, reveal: await readReveal(db, battleId) } : { ...told, reveal: null, reason: "reveal-budget" };
}

async function readReveal(db: Pick<Database, "select">, battleId: string): Promise<NonNullable<VoteResponse["reveal"]>> {
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
  return { a: reveal(pair.a), b: reveal(pair.b) };
}
