import { index, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";
import { vote } from "./vote";

/** How often something was done in a window that has not ended, for all processes. The names are those of `rate-limiter-flexible`. */
export const requestCount = pgTable(
  "request_count",
  {
    key: text().primaryKey(),
    points: integer().notNull(),
    expire: timestamp({ withTimezone: true }),
  },
  (table) => [index("request_count_expire").on(table.expire)],
);

/**
 * What a vote took from the budgets of its session and its address: a place among the votes that count, or the names although it does
 * not count. A later review gives nothing back. Rows are deleted when no budget looks at them any more; no address is stored, only a
 * keyed hash of one.
 */
export const voteCharge = pgTable(
  "vote_charge",
  {
    conversationId: uuid()
      .primaryKey()
      .references(() => vote.conversationId),
    kind: text({ enum: ["counted", "reveal"] }).notNull(),
    sessionId: uuid().notNull(),
    addressKey: text().notNull(),
    /** A hash of the first prompt without its spelling. */
    promptKey: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index("vote_charge_session").on(table.sessionId, table.createdAt),
    index("vote_charge_address").on(table.addressKey, table.createdAt),
    index("vote_charge_prompt").on(table.promptKey, table.createdAt),
    index("vote_charge_created").on(table.createdAt),
  ],
);
