import type { GenerationEvent, GenerationRecord } from "@llmlist/inference";
import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { endReasons } from "@/domain/end-reason";
import { fates } from "@/domain/fate";
import { outcomes } from "@/domain/outcome";
import type { Ranking } from "@/domain/ranking";
import { slots } from "@/domain/slot";

type GenerationEnd = Extract<GenerationEvent, { type: "generation-end" }>;
/** Of an answer, what has no column of its own. */
type AnswerRecord = Partial<GenerationRecord> & Pick<GenerationEnd, "queueMs" | "cachedTokens">;

const createdAt = () => timestamp({ withTimezone: true }).notNull().defaultNow();

/** Every model that ever played, so that a rating keeps its name when the file is gone. */
export const contestant = pgTable("contestant", {
  id: text().primaryKey(),
  name: text().notNull(),
  organization: text(),
  kind: text({ enum: ["base", "instruct"] }).notNull(),
  isPocketModel: boolean().notNull().default(false),
  sha256: text().notNull(),
  createdAt: createdAt(),
});

export const battle = pgTable(
  "battle",
  {
    id: uuid().primaryKey(),
    sessionId: uuid().notNull(),
    contestantA: text()
      .notNull()
      .references(() => contestant.id),
    contestantB: text()
      .notNull()
      .references(() => contestant.id),
    /** The probability with which this ordered pair was drawn: what inverse-propensity weights need. */
    propensity: doublePrecision().notNull(),
    prompt: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [check("battle_two_contestants", sql`${table.contestantA} <> ${table.contestantB}`)],
);

export const answer = pgTable(
  "answer",
  {
    battleId: uuid()
      .notNull()
      .references(() => battle.id),
    slot: text({ enum: slots }).notNull(),
    status: text({ enum: ["running", ...endReasons] }).notNull(),
    /** As the model wrote it; names are taken out when it is shown before the vote. */
    text: text().notNull().default(""),
    seed: integer().notNull(),
    promptTokens: integer(),
    outputTokens: integer(),
    firstTokenMs: doublePrecision(),
    totalMs: doublePrecision(),
    /** What it was made with: weights, template, engine, device, sampling, time in line, energy. */
    record: jsonb().$type<AnswerRecord>(),
    errorCode: text(),
    /** The process that writes the answer proves here that it lives. */
    heartbeatAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.battleId, table.slot] }),
    check("answer_slot", sql`${table.slot} in ('a', 'b')`),
    check("answer_status", sql`${table.status} in ('running', 'stop', 'length', 'error', 'aborted')`),
    index("answer_running")
      .on(table.heartbeatAt)
      .where(sql`${table.status} = 'running'`),
  ],
);

export const vote = pgTable(
  "vote",
  {
    battleId: uuid()
      .primaryKey()
      .references(() => battle.id),
    outcome: text({ enum: outcomes }).notNull(),
    fate: text({ enum: fates }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    check("vote_outcome", sql`${table.outcome} in ('a', 'b', 'tie', 'both-bad')`),
    check("vote_fate", sql`${table.fate} in ('counted', 'answer-failed', 'answer-stopped', 'empty-answer')`),
  ],
);

/** The ratings of one moment, complete in one row, so that a reader never meets half of them. */
export const snapshot = pgTable("snapshot", {
  id: serial().primaryKey(),
  votes: integer().notNull(),
  /** `pg_current_snapshot()` of the count: which votes were visible. A row id is not a commit order. */
  mark: text().notNull(),
  models: jsonb().$type<Ranking["models"]>().notNull(),
  /** The same without the pocket models and their battles. */
  real: jsonb().$type<Ranking>().notNull(),
  createdAt: createdAt(),
});
