import { pgTable, uuid } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";

/** An anonymous browser, written down with its first conversation. */
export const session = pgTable("session", {
  id: uuid().primaryKey(),
  createdAt: createdAt(),
});
