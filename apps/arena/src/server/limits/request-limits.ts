import { RateLimiterDrizzle, RateLimiterRes } from "rate-limiter-flexible";
import type { Database } from "@/server/db/database";
import { requestCount } from "@/server/db/schema";
import { ArenaError } from "@/server/http/problem";
import type { Limits } from "../../../limits.mjs";
import type { Client } from "./client-key";

/** What is counted by the minute. */
const limitedRequests = ["battles", "turns", "votes"] as const;
export type LimitedRequest = (typeof limitedRequests)[number];

/** Counts a request. @throws ArenaError `too-many-requests` beyond what its session, its address or all together may send. */
export type LimitRequests = (request: LimitedRequest, client: Client) => Promise<void>;

const WINDOW_S = 60;
const scopes = ["address", "session", "total"] as const;
const keyOf = { address: (client: Client) => client.addressKey, session: (client: Client) => client.sessionId, total: () => "all" };

/** Limits that are exact across processes, since all count in one table. A window begins with its first request. */
export function createRequestLimits(db: Database, limits: Limits): LimitRequests {
  const limiters = Object.fromEntries(
    scopes.flatMap((scope) => limitedRequests.map((request) => [`${scope}-${request}-minute`, limiterOf(db, limits, scope, request)])),
  );
  return async (request, client) => {
    // The address first: a client makes sessions for nothing. What it refuses costs the others nothing.
    for (const scope of scopes) await limiters[`${scope}-${request}-minute`]?.consume(keyOf[scope](client)).catch(refuse);
  };
}

function limiterOf(db: Database, limits: Limits, scope: (typeof scopes)[number], request: LimitedRequest) {
  const name = `${scope}-${request}-minute` as const;
  const points = limits[name];
  return new RateLimiterDrizzle({
    storeClient: db,
    schema: requestCount,
    keyPrefix: name,
    points,
    duration: WINDOW_S,
    // What is refused again is refused without the database.
    inMemoryBlockOnConsumed: points + 1,
    // One of them clears the table of all.
    clearExpiredByTimeout: name === "total-battles-minute",
  });
}

function refuse(reason: unknown): never {
  if (!(reason instanceof RateLimiterRes)) throw reason;
  const retryAfterS = Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
  throw new ArenaError("too-many-requests", `Too many requests; try again in ${retryAfterS} seconds.`, { retryAfterS });
}

/** What counts nothing, for an arena without limits. */
export const noRequestLimits: LimitRequests = async () => {};
