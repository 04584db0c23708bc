import type { GenerationEvent, GenerationRecord } from "@llmlist/inference";
import { sql } from "drizzle-orm";
import { type AnyPgColumn, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { endReasons } from "@/domain/end-reason";
import { modes } from "@/domain/mode";
import { createdAt } from "./columns";
import { contestant } from "./contestant";
import { session } from "./session";

type GenerationEnd = Extract<GenerationEvent, { type: "generation-end" }>;
/** Facts of an answer that have no column of their own. */
export type AnswerRecord = Partial<GenerationRecord> & Pick<GenerationEnd, "queueMs" | "cachedTokens">;

export const conversation = pgTable(
  "conversation",
  {
    id: uuid().primaryKey(),
    sessionId: uuid()
      .notNull()
      .references(() => session.id),
    mode: text({ enum: modes }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index("conversation_history").on(table.sessionId, table.createdAt.desc()),
    index("conversation_created").on(table.createdAt, table.id),
  ],
);

/** Which contestant answers in which slot of a conversation. */
export const participant = pgTable(
  "participant",
  {
    conversationId: uuid()
      .notNull()
      .references(() => conversation.id, { onDelete: "cascade" }),
    slot: text().notNull(),
    contestantId: text()
      .notNull()
      .references(() => contestant.id),
    /** Probability with which this contestant came into this slot together with the others; null where it was chosen by name. */
    propensity: doublePrecision(),
  },
  (table) => [primaryKey({ columns: [table.conversationId, table.slot] }), index("participant_contestant").on(table.contestantId)],
);

/** A prompt. Turns form a tree, so that edits and branches are further children; a battle is one line of it. */
export const turn = pgTable(
  "turn",
  {
    id: uuid().primaryKey(),
    conversationId: uuid()
      .notNull()
      .references(() => conversation.id, { onDelete: "cascade" }),
    /** The turn that this one follows; null for the first. */
    parentId: uuid().references((): AnyPgColumn => turn.id, { onDelete: "cascade" }),
    /** The only slot that gets this prompt; null for all. */
    slot: text(),
    /** Depth in the tree, from 1. */
    number: integer().notNull(),
    prompt: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [index("turn_conversation").on(table.conversationId, table.number), index("turn_parent").on(table.parentId)],
);

export const answer = pgTable(
  "answer",
  {
    turnId: uuid()
      .notNull()
      .references(() => turn.id, { onDelete: "cascade" }),
    slot: text().notNull(),
    /** From 1; a retry is a further attempt, and the newest counts. */
    attempt: integer().notNull().default(1),
    status: text({ enum: ["running", ...endReasons] }).notNull(),
    /** As the model wrote it; it gets this back as its own words. */
    rawText: text().notNull().default(""),
    /** As the voter sees it before the vote, with names masked. */
    shownText: text().notNull().default(""),
    seed: integer().notNull(),
    promptTokens: integer(),
    outputTokens: integer(),
    firstTokenMs: doublePrecision(),
    totalMs: doublePrecision(),
    /** Weights, template, engine, device, sampling, time in the queue, cached tokens, energy. */
    record: jsonb().$type<AnswerRecord>(),
    errorCode: text(),
    /** The process that writes this answer; only it may. */
    leaseHolder: uuid().notNull(),
    /** Until when the holder is believed to be alive. */
    leaseUntil: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.turnId, table.slot, table.attempt] }),
    index("answer_running")
      .on(table.leaseUntil)
      .where(sql`${table.status} = 'running'`),
  ],
);
