import { bigint, boolean, doublePrecision, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";

/** Every model that was ever registered, so that a rating keeps its name when the model is gone. */
export const contestant = pgTable("contestant", {
  id: text().primaryKey(),
  name: text().notNull(),
  organization: text(),
  kind: text({ enum: ["base", "instruct"] }).notNull(),
  /** Ships with llmlist; the overall board leaves it out. */
  bundled: boolean().notNull().default(false),
  /** What the rating is pinned to: `sha256:<digest of the weights>`, or `endpoint:<base URL> <model> <version>`. */
  identity: text().notNull(),
  engine: text({ enum: ["worker", "llama-server", "endpoint"] })
    .notNull()
    .default("worker"),
  inputs: jsonb().$type<("text" | "image")[]>().notNull().default(["text"]),
  /** A pair is drawn in proportion to the product of both weights; 0 is never drawn. */
  weight: doublePrecision().notNull().default(1),
  /** Facts that a reader of the board compares; null where they are not known. They stay when the model is gone. */
  parameters: bigint({ mode: "number" }),
  quantization: text(),
  license: jsonb().$type<{ readonly name: string; readonly url: string }>(),
  bytes: bigint({ mode: "number" }),
  createdAt: createdAt(),
});
