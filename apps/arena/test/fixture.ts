import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { type LocalModel, InferenceError } from "@llmlist/inference";
import { and, asc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import postgres from "postgres";
import { type BoardModel, type Leaderboard, newestSnapshot } from "@/features/leaderboard/server";
import { type BattleDeps, type BattleView, maskStoredAnswers, readNames, viewBattle, type VoteResponse } from "@/features/battle/server";
import { type Database, type OpenDatabase, openPglite } from "@/server/db/database";
import { answer, contestant, conversation, participant, rating, snapshot, turn, vote, voteReview } from "@/server/db/schema";
import { migrations, openOwnPostgres } from "./databases";

/** The battles of a session, as its page shows them. */
interface SessionView {
  readonly sessionId: string;
  readonly view: Omit<BattleView, "turns" | "limits" | "vote"> & { readonly vote: Omit<VoteResponse, "boards"> | null };
}

type OldModelKey = "id" | "name" | "organization" | "kind" | "isPocketModel" | "rating" | "low" | "high" | "rank" | "votes";
type OldBoard = Pick<Leaderboard, "snapshot" | "pocketModels"> & { readonly models: readonly Pick<BoardModel, OldModelKey>[] };

/** What the code that made a fixture answered for it; as JSON, so a moment is a text. */
export interface FixtureAnswers {
  /** Whose names are taken out of the answers of battles without a vote. */
  readonly playing: readonly Pick<LocalModel, "id" | "name" | "organization" | "path">[];
  readonly leaderboard: OldBoard;
  readonly leaderboardWithPocketModels: OldBoard;
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
      const opened = await openPglite(folder, migrations);
      return {
        ...opened,
        async close() {
          await opened.close();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  },
  {
    name: "PostgreSQL",
    answers: answersIn("postgres.json"),
    open: () =>
      openOwnPostgres(async (url) => {
        const client = postgres(url, { max: 1, onnotice: () => {} });
        await client.unsafe(await readFile(fileOf("postgres.sql"), "utf8"));
        await client.end();
      }),
  },
];

/** What the present code answers for a database, in the form that the fixtures keep: rows as the tables of `355f789` held them. */
export async function readAnswersOf(db: Database, playing: FixtureAnswers["playing"]): Promise<FixtureAnswers> {
  const rows = await oldRowsOf(db);
  await maskStoredAnswers(db, await readNames(db));
  const battles: SessionView[] = [];
  for (const { id, sessionId } of rows.battle) {
    const { turns: _, limits: _limits, vote: cast, ...view } = await viewBattle({ db, engine, settings }, { battleId: id, sessionId });
    battles.push({ sessionId, view: { ...view, vote: cast && withoutBoards(cast) } });
  }
  const answers = {
    playing,
    leaderboard: oldBoardOf(await newestSnapshot(db)),
    leaderboardWithPocketModels: oldBoardOf(await newestSnapshot(db, { withPocketModels: true })),
    battles,
    counts: Object.fromEntries(Object.entries(rows).map(([table, { length }]) => [table, length])),
    rows,
  };
  return JSON.parse(JSON.stringify(answers)) as FixtureAnswers;
}

/** A board without what was added to it since. */
function oldBoardOf({ snapshot: newest, pocketModels, models }: Leaderboard): FixtureAnswers["leaderboard"] {
  const oldModels = models.map(({ id, name, organization, kind, isPocketModel, rating: value, low, high, rank, votes }) => {
    return { id, name, organization, kind, isPocketModel, rating: value, low, high, rank, votes };
  });
  return { snapshot: newest, pocketModels, models: oldModels };
}
const withoutBoards = ({ boards: _boards, ...rest }: VoteResponse) => rest;

const settings = { maxTurns: 50, maxPromptCharacters: 30_000, maxAnswerTokens: 1024 };
/** The models of the fixtures are gone. */
const engine: BattleDeps["engine"] = {
  states: () => new Map(),
  info: () => Promise.reject(new InferenceError("unknown-model", "No model.")),
  tokenize: () => Promise.reject(new InferenceError("unknown-model", "No model.")),
};

/** Every row of the tables of `355f789`, read from today's. */
async function oldRowsOf(db: Database) {
  const contestants = (await db.select().from(contestant).orderBy(asc(contestant.id))).map(
    ({ id, name, organization, kind, bundled, identity, createdAt }) => {
      return { id, name, organization, kind, isPocketModel: bundled, sha256: identity.replace(/^sha256:/, ""), createdAt };
    },
  );
  const [a, b] = [alias(participant, "a"), alias(participant, "b")];
  const battles = await db
    .select({
      id: conversation.id,
      sessionId: conversation.sessionId,
      contestantA: a.contestantId,
      contestantB: b.contestantId,
      propensity: a.propensity,
      prompt: turn.prompt,
      createdAt: conversation.createdAt,
    })
    .from(conversation)
    .innerJoin(turn, eq(turn.conversationId, conversation.id))
    .innerJoin(a, and(eq(a.conversationId, conversation.id), eq(a.slot, "a")))
    .innerJoin(b, and(eq(b.conversationId, conversation.id), eq(b.slot, "b")))
    .orderBy(asc(conversation.id));
  const storedAnswers = await db
    .select({ battleId: turn.conversationId, answer })
    .from(answer)
    .innerJoin(turn, eq(turn.id, answer.turnId))
    .orderBy(asc(turn.conversationId), asc(answer.slot));
  const answers = storedAnswers.map(({ battleId, answer: row }) => {
    const { turnId: _, attempt: _attempt, shownText: _shown, leaseHolder: _holder, leaseUntil, rawText, ...rest } = row;
    return { battleId, ...rest, text: rawText, heartbeatAt: new Date(leaseUntil.getTime() - 10_000) };
  });
  const reviewed = await db
    .select({ vote, review: voteReview })
    .from(vote)
    .innerJoin(voteReview, eq(voteReview.conversationId, vote.conversationId))
    .orderBy(asc(vote.conversationId));
  const votes = reviewed.map(({ vote: { conversationId, outcome, createdAt }, review }) => {
    return { battleId: conversationId, outcome, fate: review.decision === "counted" ? "counted" : review.reason, createdAt };
  });
  return { contestant: contestants, battle: battles, answer: answers, vote: votes, snapshot: await oldSnapshotsOf(db) };
}

async function oldSnapshotsOf(db: Database) {
  const boards = await db.select().from(snapshot).orderBy(asc(snapshot.id));
  const rated = await db
    .select({ rating, contestant })
    .from(rating)
    .innerJoin(contestant, eq(contestant.id, rating.contestantId))
    .orderBy(asc(rating.position));
  const modelsOf = (id: number, board: string) =>
    rated
      .filter(({ rating: row }) => row.snapshotId === id && row.board === board)
      .map(({ rating: { rating: value, low, high, rankLow, rankHigh, votes }, contestant: { id, name, organization, kind, bundled } }) => {
        return { id, name, organization, kind, isPocketModel: bundled, rating: value, low, high, rank: [rankLow, rankHigh], votes };
      });
  return boards
    .filter(({ board }) => board === "with-bundled")
    .map(({ id, votes, transactionSnapshot, createdAt }) => {
      const real = boards.find((one) => one.id === id && one.board === "overall");
      const models = modelsOf(id, "with-bundled");
      return { id, votes, mark: transactionSnapshot, models, real: { votes: real?.votes, models: modelsOf(id, "overall") }, createdAt };
    });
}
