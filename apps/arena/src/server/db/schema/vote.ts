import { bigint, boolean, index, integer, jsonb, pgTable, pgView, text, uuid } from "drizzle-orm/pg-core";
import { outcomes } from "@/domain/outcome";
import { createdAt } from "./columns";
import { conversation, turn } from "./conversation";

/** The voter's judgement. A row is never changed: its reviews decide whether it counts. */
export const vote = pgTable(
  "vote",
  {
    conversationId: uuid()
      .primaryKey()
      .references(() => conversation.id),
    outcome: text({ enum: outcomes }).notNull(),
    /** The last turn that the voter had read. */
    turnId: uuid()
      .notNull()
      .references(() => turn.id),
    /** Cast while the answers were being written, which it ended. */
    isEarly: boolean().notNull().default(false),
    reasons: jsonb().$type<string[]>().notNull().default([]),
    /** Whether the voter was told the names: a vote that does not count has a budget for that. */
    isRevealed: boolean().notNull().default(true),
    createdAt: createdAt(),
  },
  (table) => [index("vote_created").on(table.createdAt, table.conversationId)],
);

/** A judgement on a vote by a rule or a person. Append-only; the newest counts. */
export const voteReview = pgTable(
  "vote_review",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    conversationId: uuid()
      .notNull()
      .references(() => vote.conversationId),
    decision: text({ enum: ["counted", "not-counted"] }).notNull(),
    /** Why it does not count; null where it does. The list grows, so it is not checked here. */
    reason: text(),
    rule: text().notNull(),
    version: integer().notNull(),
    createdAt: createdAt(),
  },
  (table) => [index("vote_review_newest").on(table.conversationId, table.id.desc())],
);

/** What a voter could see of both answers' style: characters, headings, list items and bold passages, over all turns. */
export const voteStyle = pgTable("vote_style", {
  conversationId: uuid()
    .primaryKey()
    .references(() => vote.conversationId),
  lengthA: integer().notNull(),
  lengthB: integer().notNull(),
  headingsA: integer().notNull(),
  headingsB: integer().notNull(),
  listsA: integer().notNull(),
  listsB: integer().notNull(),
  boldA: integer().notNull(),
  boldB: integer().notNull(),
});
/** Why a vote counts or does not: its newest review. Ratings, reveals and lists all read this. */
export const judgedVote = pgView("judged_vote", {
  conversationId: uuid("conversation_id").notNull(),
  decision: text("decision", { enum: ["counted", "not-counted"] }).notNull(),
  reason: text("reason"),
}).existing();
