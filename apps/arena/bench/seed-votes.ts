import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";

const CONTESTANTS = 40;
const session = "'00000000-0000-4000-8000-000000000000'";

/** Writes an arena's database into `folder`, with `votes` finished and counted battles among 40 contestants. */
export async function seedVotes(folder: string, votes: number): Promise<void> {
  const database = await PGlite.create(folder);
  await migrate(drizzle(database), { migrationsFolder: "drizzle" });
  const id = (kind: number) => `('00000000-0000-4000-800${kind}-' || lpad(to_hex(n), 12, '0'))::uuid`;
  const series = `from generate_series(1, ${votes}) n`;
  const other = `(n + 1 + n / ${CONTESTANTS} % ${CONTESTANTS - 1}) % ${CONTESTANTS}`;
  await database.exec(`
    set session_replication_role = replica;
    insert into session (id) values (${session});
    insert into contestant (id, name, kind, identity)
      select 'contestant-' || n, 'Contestant ' || n, 'instruct', 'sha256:' || n from generate_series(0, ${CONTESTANTS - 1}) n;
    insert into conversation (id, session_id, mode) select ${id(1)}, ${session}, 'battle' ${series};
    insert into participant (conversation_id, slot, contestant_id) select ${id(1)}, 'a', 'contestant-' || n % ${CONTESTANTS} ${series};
    insert into participant (conversation_id, slot, contestant_id) select ${id(1)}, 'b', 'contestant-' || ${other} ${series};
    insert into turn (id, conversation_id, number, prompt) select ${id(2)}, ${id(1)}, 1, 'What is ' || n || '?' ${series};
    insert into vote (conversation_id, outcome, turn_id) select ${id(1)}, (array['a', 'b', 'tie', 'both-bad'])[1 + n % 4], ${id(2)} ${series};
    insert into vote_review (conversation_id, decision, rule, version) select ${id(1)}, 'counted', 'bench', 1 ${series};
    analyze;`);
  await database.close();
}
