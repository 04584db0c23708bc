import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Contestant } from "@llmlist/inference";
import { asc } from "drizzle-orm";
import postgres from "postgres";
import { identityWords, redactIdentity } from "@/features/battle/server/redact-identity";
import { type BattleView, viewBattle } from "@/features/battle/server";
import { type Leaderboard, newestSnapshot } from "@/features/leaderboard/server";
import { type Database, type OpenDatabase, openPglite, openPostgres } from "@/server/db/database";
import { answer, battle, contestant, snapshot, vote } from "@/server/db/schema";
import { migrations } from "./databases";
import { startPostgres } from "./postgres";

/** The battles of a session, as its page shows them. */
interface SessionView {
  readonly sessionId: string;
  readonly view: BattleView;
}

/** What the code that made a fixture answered for it; as JSON, so a moment is a text. */
export interface FixtureAnswers {
  /** Whose names are taken out of the answers of battles without a vote. */
  readonly playing: readonly Pick<Contestant, "id" | "name" | "organization" | "path">[];
  readonly leaderboard: Leaderboard;
  readonly leaderboardWithPocketModels: Leaderboard;
  readonly battles: readonly SessionView[];
  /** Rows of each table. */
  readonly counts: Readonly<Record<string, number>>;
  /** All rows of each table of `355f789`, by the names of its columns in code, in the order of the primary key. */
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

/** A database that the code of commit 355f789 made. */
export interface Fixture {
  readonly name: string;
  readonly answers: FixtureAnswers;
  /** A copy of its own, with the migrations of the present code run over it. */
  open(): Promise<OpenDatabase>;
}

const fileOf = (name: string) => new URL(`fixtures/${name}`, import.meta.url);
const answersIn = (name: string) => JSON.parse(readFileSync(fileOf(name), "utf8")) as FixtureAnswers;

/** One for each kind of database; see `fixtures/README.md` for what they hold. */
export const fixtures: readonly Fixture[] = [
  {
    name: "PGlite",
    answers: answersIn("pglite.json"),
    async open() {
      const folder = mkdtempSync(join(tmpdir(), "llmlist-fixture-"));
      const loaded = await PGlite.create(folder, { loadDataDir: new Blob([await readFile(fileOf("pglite.tar.gz"))]) });
      await loaded.close();
      const { db, close } = await openPglite(folder, migrations);
      return {
        db,
        async close() {
          await close();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  },
  {
    name: "PostgreSQL",
    answers: answersIn("postgres.json"),
    async open() {
      const server = await startPostgres();
      const client = postgres(server.url, { max: 1, onnotice: () => {} });
      await client.unsafe(await readFile(fileOf("postgres.sql"), "utf8"));
      await client.end();
      const { db, close } = await openPostgres(server.url, migrations);
      return {
        db,
        async close() {
          await close();
          await server.stop();
        },
      };
    },
  },
];

/** What the present code answers for a database, in the form that the fixtures keep. */
export async function readAnswersOf(db: Database, playing: FixtureAnswers["playing"]): Promise<FixtureAnswers> {
  const words = identityWords(playing);
  const rows = {
    contestant: await db.select().from(contestant).orderBy(asc(contestant.id)),
    battle: await db.select().from(battle).orderBy(asc(battle.id)),
    answer: await db.select().from(answer).orderBy(asc(answer.battleId), asc(answer.slot)),
    vote: await db.select().from(vote).orderBy(asc(vote.battleId)),
    snapshot: await db.select().from(snapshot).orderBy(asc(snapshot.id)),
  };
  const battles: SessionView[] = [];
  for (const { id, sessionId } of rows.battle) {
    const view = await viewBattle(db, { battleId: id, sessionId, redact: (text) => redactIdentity(text, words) });
    battles.push({ sessionId, view });
  }
  const answers = {
    playing,
    leaderboard: await newestSnapshot(db),
    leaderboardWithPocketModels: await newestSnapshot(db, { withPocketModels: true }),
    battles,
    counts: Object.fromEntries(Object.entries(rows).map(([table, { length }]) => [table, length])),
    rows,
  };
  return JSON.parse(JSON.stringify(answers)) as FixtureAnswers;
}
