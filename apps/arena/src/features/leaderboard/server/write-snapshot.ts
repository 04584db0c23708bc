import { createHash } from "node:crypto";
import { desc, max, sql } from "drizzle-orm";
import { isOnBoard } from "@/domain/board-rule";
import { advisoryLocks } from "@/server/db/advisory-locks";
import type { Database } from "@/server/db/database";
import { board, contestant, rating, snapshot } from "@/server/db/schema";
import { countPairs, type PairTotals } from "./count-pairs";
import { measureSpeeds } from "./measure-speeds";
import { configuration, rateBoard } from "./rate-board";
import { storePairCounts } from "./store-pair-counts";

type Contestant = typeof contestant.$inferSelect;
type Transaction = Pick<Database, "insert">;

/**
 * Folds all counted votes into pair counts, rates every board and writes a snapshot of each, if votes, contestants or configuration
 * changed since the newest. At most one process does so at a time.
 */
export async function writeSnapshot(db: Database): Promise<void> {
  await db.transaction(
    async (transaction) => {
      await transaction.execute(sql`select pg_advisory_xact_lock(${advisoryLocks.snapshot})`);
      const totals = await countPairs(transaction);
      const contestants = await transaction.select().from(contestant).orderBy(contestant.id);
      const inputHash = hashOf(totals, contestants);
      const [newest] = await transaction.select({ inputHash: snapshot.inputHash }).from(snapshot).orderBy(desc(snapshot.id)).limit(1);
      if (newest?.inputHash === inputHash) return;
      const [last] = await transaction.select({ id: max(snapshot.id) }).from(snapshot);
      const id = (last?.id ?? 0) + 1;
      const speeds = await measureSpeeds(transaction);
      await storePairCounts(transaction, totals);
      for (const { key, definition } of await transaction.select().from(board)) {
        if (definition.style) continue;
        const onBoard = contestants.filter((one) => isOnBoard(definition, one));
        await writeBoard(transaction, { id, board: key, inputHash, totals, contestants: onBoard, speeds });
      }
    },
    { isolationLevel: "read committed" },
  );
}

/** Equal where nothing changed that a rating depends on. */
function hashOf({ pairs }: PairTotals, contestants: readonly Contestant[]): string {
  const members = contestants.map(({ id, bundled }) => [id, bundled]);
  return createHash("sha256").update(JSON.stringify({ pairs, members, configuration })).digest("hex");
}

interface BoardInput {
  readonly id: number;
  readonly board: string;
  readonly inputHash: string;
  readonly totals: PairTotals;
  readonly contestants: readonly Contestant[];
  readonly speeds: ReadonlyMap<string, number>;
}

/** Rates the given contestants by the battles among themselves. */
async function writeBoard(transaction: Transaction, input: BoardInput): Promise<void> {
  const { id, board: key, inputHash, totals, contestants, speeds } = input;
  const ids = new Set(contestants.map((one) => one.id));
  const pairs = totals.pairs.filter(({ a, b }) => ids.has(a) && ids.has(b));
  const { transactionSnapshot } = totals;
  await transaction.insert(snapshot).values({ id, board: key, votes: votesIn(pairs), transactionSnapshot, inputHash, configuration });
  if (ids.size === 0) return;
  await transaction.insert(rating).values(
    rateBoard(pairs, [...ids]).map(({ model, rating: value, low, high, rank, votes, preliminary }, index) => ({
      snapshotId: id,
      board: key,
      contestantId: model,
      position: index + 1,
      rating: value,
      low,
      high,
      rankLow: rank[0],
      rankHigh: rank[1],
      votes,
      preliminary,
      tokensPerSecond: speeds.get(model) ?? null,
    })),
  );
}

const votesIn = (pairs: PairTotals["pairs"]) =>
  pairs.reduce((sum, { winsA, winsB, ties, bothBad }) => sum + winsA + winsB + ties + bothBad, 0);
