import type { z } from "zod";
import { ArenaError } from "./problem";
import type { Route } from "./route";

/**
 * A value that fits its schema. The message of the error quotes the first issue.
 *
 * @param invalid The problem of a field that does not fit, by its name.
 * @throws ArenaError that problem, or `bad-request`.
 */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown, invalid: Route["invalid"] = {}): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? "");
  throw new ArenaError(
    Object.hasOwn(invalid, field) ? (invalid[field] ?? "bad-request") : "bad-request",
    issue?.message ?? "It does not fit.",
  );
}
