import { and, desc, eq, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "@/server/db/database";
import { contestant, participant, rating, snapshot, vote, voteReview } from "@/server/db/schema";
import { ArenaError } from "@/server/http/problem";
import type { Standing, Standings } from "../contract";
import { type BattleKey, findBattle, readPair } from "./find-battle";
import { readVote } from "./read-vote";

/** Boards from the strictest; a model's rank is that of the first that has both. */
const boards = ["overall", "with-bundled"] as const;

/**
 * What a voter sees of both models once their names are out: facts, rank on the board, and how others voted on this pair.
 *
 * @throws ArenaError `battle-not-found` also while the names are not told.
 */
export async function readStandings(db: Database, key: BattleKey): Promise<Standings> {
  const battleId = await findBattle(db, key);
  const cast = await readVote(db, battleId);
  if (!cast?.reveal) throw new ArenaError("battle-not-found", "The models of this battle are not told.");
  const pair = await readPair(db, battleId);
  return {
    a: await readStanding(db, pair.a),
    b: await readStanding(db, pair.b),
    agreement: await readAgreement(db, { battleId, ...pair, outcome: cast.outcome }),
  };
}

async function readStanding(db: Database, id: string): Promise<Standing> {
  const [known] = await db.select().from(contestant).where(eq(contestant.id, id));
  if (!known) throw new Error(`There is no contestant ${id}.`);
  const { parameters, quantization, license, bytes } = known;
  const ranked = (await readRank(db, id, boards[0])) ?? (await readRank(db, id, boards[1]));
  return { parameters, quantization, license, bytes, ...(ranked ?? { rank: null, rating: null, tokensPerSecond: null }) };
}

/** Where a model is on the newest snapshot of a board; a preliminary model has no rank. */
async function readRank(db: Database, id: string, board: string) {
  const [newest] = await db.select({ id: snapshot.id }).from(snapshot).where(eq(snapshot.board, board)).orderBy(desc(snapshot.id)).limit(1);
  if (!newest) return null;
  const [row] = await db
    .select()
    .from(rating)
    .where(and(eq(rating.snapshotId, newest.id), eq(rating.board, board), eq(rating.contestantId, id)));
  if (!row) return null;
  const { rating: value, low, high, rankLow, rankHigh, votes, preliminary, tokensPerSecond } = row;
  const rank: [number, number] = [rankLow, rankHigh];
  return { rank: preliminary ? null : rank, rating: votes === 0 ? null : { value, low, high }, tokensPerSecond };
}

/** How many other counted votes there are on the same two models, and how many of them say the same. */
async function readAgreement(
  db: Database,
  own: { battleId: string; a: string; b: string; outcome: string },
): Promise<Standings["agreement"]> {
  const [a, b] = [alias(participant, "a"), alias(participant, "b")];
  const newestDecision = sql`(select decision from ${voteReview} r where r.conversation_id = ${vote.conversationId} order by r.id desc limit 1)`;
  const swapped = { a: "b", b: "a", tie: "tie", "both-bad": "both-bad" }[own.outcome] ?? own.outcome;
  const isSame = sql`case when ${a.contestantId} = ${own.a} then ${vote.outcome} = ${own.outcome} else ${vote.outcome} = ${swapped} end`;
  const [row] = await db
    .select({ others: sql<number>`count(*)::int`, agreed: sql<number>`(count(*) filter (where ${isSame}))::int` })
    .from(vote)
    .innerJoin(a, and(eq(a.conversationId, vote.conversationId), eq(a.slot, "a")))
    .innerJoin(b, and(eq(b.conversationId, vote.conversationId), eq(b.slot, "b")))
    .where(
      and(
        ne(vote.conversationId, own.battleId),
        sql`${newestDecision} = 'counted'`,
        or(and(eq(a.contestantId, own.a), eq(b.contestantId, own.b)), and(eq(a.contestantId, own.b), eq(b.contestantId, own.a))),
      ),
    );
  return { others: row?.others ?? 0, agreed: row?.agreed ?? 0 };
}
