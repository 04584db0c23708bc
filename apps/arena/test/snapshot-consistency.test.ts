import { sql } from "drizzle-orm";
import { expect, it, onTestFinished } from "vitest";
import { writeSnapshot } from "@/features/leaderboard/server";
import { registerContestants } from "@/features/models/server";
import { type Database, openPostgres } from "@/server/db/database";
import { snapshot } from "@/server/db/schema";
import { createBattles } from "./battle-fixture";
import { contestantsNamed } from "./contestants";
import { migrations } from "./databases";
import { startPostgres } from "./postgres";

/** A database that runs `between` after each statement of a transaction. */
function withCommitsBetween(db: Database, between: () => Promise<unknown>): Database {
  return new Proxy(db, {
    get(target, name) {
      if (name !== "transaction") return Reflect.get(target, name);
      const transaction: Database["transaction"] = (run, config) =>
        target.transaction(async (inner) => {
          const slow = new Proxy(inner, {
            get: (innerTarget, method) =>
              method === "execute"
                ? async (statement: Parameters<typeof inner.execute>[0]) => {
                    const result: unknown = await innerTarget.execute(statement);
                    await between();
                    return result;
                  }
                : Reflect.get(innerTarget, method),
          });
          return run(slow);
        }, config);
      return transaction;
    },
  });
}

it(
  "writes the transaction snapshot of exactly the votes that it counted, even if a vote is committed in between",
  { timeout: 60_000 },
  async () => {
    const server = await startPostgres();
    const { db, close } = await openPostgres(server.url, migrations);
    onTestFinished(async () => {
      await close();
      await server.stop();
    });
    await registerContestants(db, contestantsNamed("alpha", "beta"));
    const battles = createBattles(db);
    const cast = async () => battles.vote(await battles.finished());
    await cast();
    let committed = 0;
    await writeSnapshot(
      withCommitsBetween(db, async () => {
        await cast();
        committed++;
      }),
    );
    expect(committed).toBeGreaterThanOrEqual(2);
    const [written] = await db.select().from(snapshot);
    const visible = await db.execute(
      sql`select count(*)::int as votes from vote where pg_visible_in_snapshot(xmin::text::xid8, ${written?.transactionSnapshot}::pg_snapshot)`,
    );
    expect(visible).toMatchObject([{ votes: written?.votes }]);
    // The votes that came in between are there, and were not counted.
    expect(written?.votes).toBeLessThan(committed + 1);
  },
);
