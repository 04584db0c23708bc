import { bigint, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
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
    reasons: jsonb().$type<string[]>().notNull().default([]),
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
