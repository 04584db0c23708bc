/** Why a statement that is right was not carried out: the database does not answer, or it has no space left to write. */
export type DatabaseFailure = "away" | "full";

/** SQLSTATE of "disk full", and what the operating system calls it. */
const FULL = /^(53100|ENOSPC|EDQUOT)$/u;
/**
 * SQLSTATE classes 08 (connection), 53 (resources), 57P (shutdown), 58 (system) and the code of a server that only reads, as after a
 * failover; codes of the client and of the operating system for a connection that is gone or was never there.
 */
const AWAY =
  /^(08...|53...|57P..|58...|25006|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED)|DATABASE_AWAY|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_\w+|EHOST\w+|ENET\w+|EIO)$/u;

/** What the error of a query says of the database, or null where the query itself was wrong. */
export function databaseFailureOf(error: unknown): DatabaseFailure | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const code = "code" in at && typeof at.code === "string" ? at.code : "";
    if (FULL.test(code)) return "full";
    if (AWAY.test(code)) return "away";
    const inner: unknown = at instanceof AggregateError ? at.errors[0] : null;
    if (inner instanceof Error) return databaseFailureOf(inner);
  }
  return null;
}

/** The database does not answer, or its process does not run. */
export class DatabaseAway extends Error {
  readonly code = "DATABASE_AWAY";
}
