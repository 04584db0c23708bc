import { pairCountsFromRows, rateModels } from "@llmlist/elo";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { battle, contestant, snapshot, vote } from "@/server/db/schema";

/** Half a win each way for every pair: keeps a model finite that has not lost yet, and weighs as much as one vote. */
const PSEUDO_VOTES_PER_PAIR = 1;

/**
 * Folds all counted votes into pair counts, rates, and writes a snapshot if votes or contestants changed since the newest.
 * Counts and mark come from one repeatable view of the database.
 */
export async function writeSnapshot(db: Database): Promise<void> {
  await db.transaction(
    async (transaction) => {
      await transaction.execute(sql`select pg_advisory_xact_lock(7120002)`);
      const [mark] = await transaction.select({ mark: sql<string>`pg_current_snapshot()::text` }).from(sql`(select 1) as one`);
      const count = (outcome: string) => sql<number>`count(*) filter (where ${vote.outcome} = ${outcome})`.mapWith(Number);
      const pairs = await transaction
        .select({
          a: battle.contestantA,
          b: battle.contestantB,
          winsA: count("a"),
          winsB: count("b"),
          ties: count("tie"),
          bothBad: count("both-bad"),
        })
        .from(vote)
        .innerJoin(battle, and(eq(battle.id, vote.battleId), eq(vote.fate, "counted")))
        .groupBy(battle.contestantA, battle.contestantB);
      const contestants = await transaction.select().from(contestant);
      const [newest] = await transaction.select().from(snapshot).orderBy(desc(snapshot.id)).limit(1);
      const votes = pairs.reduce((sum, row) => sum + row.winsA + row.winsB + row.ties + row.bothBad, 0);
      if (newest && newest.votes === votes && newest.models.length === contestants.length) return;

      const counts = pairCountsFromRows(pairs, { models: contestants.map(({ id }) => id) });
      const rated = rateModels(counts, { onSeparation: { prior: PSEUDO_VOTES_PER_PAIR } });
      const models = rated.models.map(({ model, rating, low, high, rank, votes: battles }) => {
        const known = contestants.find(({ id }) => id === model);
        if (!known) throw new Error(`Contestant ${model} is not in the database.`);
        return { id: model, name: known.name, organization: known.organization, kind: known.kind, rating, low, high, rank, votes: battles };
      });
      await transaction.insert(snapshot).values({ votes, mark: mark?.mark ?? "", models });
    },
    { isolationLevel: "read committed" },
  );
}
