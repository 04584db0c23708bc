import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { OpenDatabase } from "@/server/db/database";
import { requestCount } from "@/server/db/schema";
import { ADDRESS_HEADER } from "@/server/http/client-address.mjs";
import { createHandle } from "@/server/http/handle";
import { defineRoute } from "@/server/http/route";
import { noAdmission } from "@/server/limits/admission";
import { createRequestLimits, type LimitRequests, noRequestLimits } from "@/server/limits/request-limits";
import { defaultLimits } from "../limits.mjs";
import { databases } from "./databases";

const limits = { ...defaultLimits, "address-battles-minute": 20, "session-battles-minute": 5, "total-battles-minute": 50 };
const client = (addressKey: string, sessionId = randomUUID()) => ({ addressKey, sessionId });

/** How many of these requests are let through, all sent at once. */
async function accepted(requests: readonly Promise<void>[]): Promise<number> {
  const ends = await Promise.allSettled(requests);
  return ends.filter(({ status }) => status === "fulfilled").length;
}

describe.each(databases)("limits of requests on $name", ({ open }) => {
  let database: OpenDatabase;
  const processes = () => [createRequestLimits(database.db, limits), createRequestLimits(database.db, limits)] as const;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  const empty = () => database.db.delete(requestCount);

  it("let through exactly as many as one address may send, by two processes at once and a new session each", async () => {
    await empty();
    const [first, second] = processes();
    const requests = Array.from({ length: 60 }, (_, index) => (index % 2 ? first : second)("battles", client("one")));
    expect(await accepted(requests)).toBe(20);
  });

  it("let through exactly as many as one session may send from many addresses, and others besides", async () => {
    await empty();
    const [limit] = processes();
    const session = randomUUID();
    expect(await accepted(Array.from({ length: 9 }, (_, index) => limit("battles", client(`address-${index}`, session))))).toBe(5);
    expect(await accepted([limit("battles", client("another"))])).toBe(1);
  });

  it("let through exactly as many as all together may send", async () => {
    await empty();
    const [first, second] = processes();
    const requests = Array.from({ length: 80 }, (_, index) => (index % 2 ? first : second)("battles", client(`address-${index}`)));
    expect(await accepted(requests)).toBe(50);
  });

  it("count battles and votes apart", async () => {
    await empty();
    const [limit] = processes();
    await accepted(Array.from({ length: 30 }, () => limit("battles", client("one"))));
    expect(await accepted([limit("battles", client("one")), limit("votes", client("one"))])).toBe(1);
  });

  it("keep no address", async () => {
    await empty();
    const [limitRequests] = processes();
    await start(database.db, limitRequests, "203.0.113.9");
    const rows = await database.db.select().from(requestCount);
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toContain("203.0.113.9");
  });

  it("answer 429 with the seconds until the window ends", async () => {
    await empty();
    const [limitRequests] = processes();
    for (let count = 0; count < 20; count++) expect((await start(database.db, limitRequests, "203.0.113.9")).status).toBe(200);
    const refused = await start(database.db, limitRequests, "203.0.113.9");
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ error: { code: "too-many-requests" } });
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(60);
    expect((await start(database.db, limitRequests, "203.0.113.10")).status).toBe(200);
    expect((await start(database.db, noRequestLimits, "203.0.113.9")).status).toBe(200);
  });
});

const route = defineRoute({
  method: "POST",
  path: "/battles",
  summary: "",
  session: "create",
  limit: "battles",
  response: z.object({ addressKey: z.string() }),
  problems: [],
});

function start(db: OpenDatabase["db"], limitRequests: LimitRequests, address: string): Promise<Response> {
  const handle = createHandle(async () => ({
    db,
    sessionSecret: "a secret of at least thirty-two characters",
    limitRequests,
    admission: noAdmission,
  }));
  const request = new Request("http://arena/battles", { method: "POST", headers: { [ADDRESS_HEADER]: address } });
  return handle(route, ({ addressKey }) => ({ addressKey }))(request, { params: Promise.resolve({}) });
}
