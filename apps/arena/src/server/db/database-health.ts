import { processWide } from "../process-wide";
import { type DatabaseFailure, databaseFailureOf } from "./database-failure";

/** A failure that did not come back for so long is over. */
const FRESH_MS = 30_000;

interface Health {
  full: number;
}

const health = () => processWide("database-health", (): Health => ({ full: Number.NEGATIVE_INFINITY }));

/** Notes what the error of a query says of the database, and returns it. */
export function noteDatabaseFailure(error: unknown): DatabaseFailure | null {
  const failure = databaseFailureOf(error);
  if (failure === "full") health().full = performance.now();
  return failure;
}

/** Whether a write failed of late because the database's disk is full. */
export const isDatabaseFull = (): boolean => performance.now() - health().full < FRESH_MS;
