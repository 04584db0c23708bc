import { type PairRow, pairCountsFromRows, rateModels } from "@llmlist/elo";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Ranking } from "@/domain/ranking";
import { advisoryLocks } from "@/server/db/advisory-locks";
import type { Database } from "@/server/db/database";
import { battle, contestant, snapshot, vote } from "@/server/db/schema";

/** Half a win each way for every pair: keeps a model finite that has not lost yet, and weighs as much as one vote. */
const PSEUDO_VOTES_PER_PAIR = 1;

/**
 * Folds all counted votes into pair counts, rates, and writes a snapshot if votes or contestants changed since the newest.
 * Counts and mark come from one repeatable view of the database. Real models are rated by the battles among themselves as well.
 */
export async function writeSnapshot(db: Database): Promise<void> {
  await db.transaction(
    async (transaction) => {
      await transaction.execute(sql`select pg_advisory_xact_lock(${advisoryLocks.snapshot})`);
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
      const votes = votesIn(pairs);
      if (newest && newest.votes === votes && newest.models.length === contestants.length) return;
      const real = contestants.filter(({ isPocketModel }) => !isPocketModel);
      await transaction.insert(snapshot).values({ ...rank(pairs, contestants), mark: mark?.mark ?? "", real: rank(pairs, real) });
    },
    { isolationLevel: "read committed" },
  );
}

const votesIn = (pairs: readonly Required<PairRow>[]) =>
  pairs.reduce((sum, { winsA, winsB, ties, bothBad }) => sum + winsA + winsB + ties + bothBad, 0);

/** Rates the given contestants by the battles among themselves. */
function rank(pairs: readonly Required<PairRow>[], contestants: readonly (typeof contestant.$inferSelect)[]): Ranking {
  const byId = new Map(contestants.map((one) => [one.id, one]));
  const among = pairs.filter(({ a, b }) => byId.has(a) && byId.has(b));
  if (contestants.length === 0) return { votes: 0, models: [] };
  const rated = rateModels(pairCountsFromRows(among, { models: [...byId.keys()] }), { onSeparation: { prior: PSEUDO_VOTES_PER_PAIR } });
  const models = rated.models.map(({ model, rating, low, high, rank: places, votes }) => {
    const known = byId.get(model);
    if (!known) throw new Error(`Contestant ${model} is not in the database.`);
    const { name, organization, kind, isPocketModel } = known;
    return { id: model, name, organization, kind, isPocketModel, rating, low, high, rank: places, votes };
  });
  return { votes: votesIn(among), models };
}
