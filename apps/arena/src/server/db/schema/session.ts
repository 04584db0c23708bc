import { pgTable, timestamp, uuid } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";

/** An anonymous browser, written down with its first conversation. */
export const session = pgTable("session", {
  id: uuid().primaryKey(),
  createdAt: createdAt(),
  /** When it last sent a proof of work. */
  provenAt: timestamp({ withTimezone: true }),
});
