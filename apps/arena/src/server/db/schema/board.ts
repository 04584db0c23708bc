import { boolean, doublePrecision, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";
import { contestant } from "./contestant";

/** Which votes and contestants a board rates. */
export interface BoardDefinition {
  /** Whether contestants that ship with llmlist are on it. */
  readonly bundled: boolean;
  /** The ratings without the pull of length and markdown; computed more rarely, since they need every vote by itself. */
  readonly style?: boolean;
}

export const board = pgTable("board", {
  key: text().primaryKey(),
  definition: jsonb().$type<BoardDefinition>().notNull(),
});

/** The ratings of one board at one moment. Boards that were computed together share the id. */
export const snapshot = pgTable(
  "snapshot",
  {
    id: integer().notNull(),
    board: text()
      .notNull()
      .references(() => board.key),
    votes: integer().notNull(),
    /** `pg_current_snapshot()` of the statement that counted: which votes it saw. A row id is not a commit order. */
    transactionSnapshot: text().notNull(),
    /** sha256 of pair counts, contestants and configuration; null in snapshots from before it was kept. */
    inputHash: text(),
    configuration: jsonb().$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.id, table.board] }), index("snapshot_newest").on(table.board, table.id.desc())],
);

export const rating = pgTable(
  "rating",
  {
    snapshotId: integer().notNull(),
    board: text().notNull(),
    contestantId: text()
      .notNull()
      .references(() => contestant.id),
    /** Order on the board, from 1. */
    position: integer().notNull(),
    rating: doublePrecision().notNull(),
    low: doublePrecision(),
    high: doublePrecision(),
    rankLow: integer().notNull(),
    rankHigh: integer().notNull(),
    votes: integer().notNull(),
    /** Below the stated number of votes: it has no rank among the others. */
    preliminary: boolean().notNull().default(false),
    /** While it writes, over the newest battles that have a vote; null where none was measured. */
    tokensPerSecond: doublePrecision(),
  },
  (table) => [
    primaryKey({ columns: [table.snapshotId, table.board, table.contestantId] }),
    foreignKey({ columns: [table.snapshotId, table.board], foreignColumns: [snapshot.id, snapshot.board] }).onDelete("cascade"),
  ],
);

/** How often two contestants met in counted votes and how it ended, `a` shown first: what the newest snapshot was computed from. */
export const pairCount = pgTable(
  "pair_count",
  {
    a: text()
      .notNull()
      .references(() => contestant.id),
    b: text()
      .notNull()
      .references(() => contestant.id),
    winsA: integer().notNull(),
    winsB: integer().notNull(),
    ties: integer().notNull(),
    bothBad: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.a, table.b] })],
);
