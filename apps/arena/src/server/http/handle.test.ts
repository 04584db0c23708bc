import { afterEach, expect, it, vi } from "vitest";
import { z } from "zod";
import type { Database } from "../db/database";
import { isDatabaseFull } from "../db/database-health";
import { noAdmission } from "../limits/admission";
import { noRequestLimits } from "../limits/request-limits";
import { createHandle } from "./handle";
import { ArenaError } from "./problem";
import { eventStream } from "./event-stream";
import { defineRoute } from "./route";
import { cookieOf, newSessionId, readSession } from "./session";

const sessionSecret = "a secret of at least thirty-two characters";
const databaseWith = (answer: () => Promise<unknown>) => ({ execute: answer }) as unknown as Pick<Database, "execute">;
const handle = createHandle(async () => ({
  db: databaseWith(async () => []),
  sessionSecret,
  limitRequests: noRequestLimits,
  admission: noAdmission,
}));
const context = { params: Promise.resolve({}) };
const following = defineRoute({ method: "GET", path: "/follow", summary: "", session: "none", response: "event-stream", problems: [] });
const saying = defineRoute({
  method: "POST",
  path: "/say",
  summary: "",
  session: "none",
  body: z.strictObject({ prompt: z.string() }),
  response: z.object({ characters: z.number() }),
  problems: [],
});

it("closes the stream for a HEAD request, whose response has no body", async () => {
  let isLeft = false;
  async function* events() {
    try {
      for (;;) yield { event: "again", data: {} };
    } finally {
      isLeft = true;
    }
  }
  const follow = handle(following, () => eventStream(events()));
  const streamed = await follow(new Request("http://arena/follow"), context);
  expect(streamed.body).not.toBeNull();
  expect(isLeft).toBe(false);
  await streamed.body?.cancel();
  expect(isLeft).toBe(true);
  isLeft = false;
  const response = await follow(new Request("http://arena/follow", { method: "HEAD" }), context);
  expect(response).toMatchObject({ status: 200, body: null });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect(isLeft).toBe(true);
});

it("admits a prompt of 30,000 characters with or without JSON escapes, and refuses a longer body", async () => {
  const greet = handle(saying, ({ body }) => ({ characters: body.prompt.length }));
  const post = (body: string) => greet(new Request("http://arena/greet", { method: "POST", body }), context);
  const prompt = "字".repeat(30_000);
  const escaped = `{"prompt":"${String.raw`\u5b57`.repeat(30_000)}"}`;
  for (const body of [JSON.stringify({ prompt }), escaped]) {
    const response = await post(body);
    expect([response.status, await response.json()]).toEqual([200, { characters: 30_000 }]);
  }
  for (const body of [JSON.stringify({ prompt: "字".repeat(66_000) }), " ".repeat(500_000)]) expect((await post(body)).status).toBe(413);
});

const visiting = defineRoute({ method: "GET", path: "/", summary: "", session: "optional", response: "empty", problems: [] });
const empty = async () => new Response(null, { status: 204 });
const sessionOf = ({ headers }: Response) => readSession(new Headers({ cookie: headers.get("set-cookie") ?? "" }), sessionSecret);

it("sends the cookie of a session anew when it is old, and only then", async () => {
  const sessionId = newSessionId();
  const visit = async (sealedAt: number) => {
    const cookie = (await cookieOf(sessionId, new Request("http://arena/"), sessionSecret, sealedAt)).split(";")[0] ?? "";
    return handle(visiting, empty)(new Request("http://arena/", { headers: { cookie } }), context);
  };
  expect((await visit(Date.now())).headers.has("set-cookie")).toBe(false);
  expect(await sessionOf(await visit(Date.now() - 48 * 3600 * 1000))).toBe(sessionId);
  const stranger = await handle(visiting, empty)(new Request("http://arena/"), context);
  expect(stranger.headers.has("set-cookie")).toBe(false);
});

const voting = defineRoute({
  method: "POST",
  path: "/",
  summary: "",
  session: "none",
  body: z.strictObject({ id: z.uuid(), prompt: z.string() }),
  invalid: { prompt: "invalid-prompt" },
  response: "empty",
  problems: [],
});

it.each([
  ["{}", "bad-request"],
  ['{"id":"x","prompt":1}', "bad-request"],
  ['{"id":"00000000-0000-4000-8000-000000000000"}', "invalid-prompt"],
  ['{"id":"00000000-0000-4000-8000-000000000000","prompt":1}', "invalid-prompt"],
  ['{"id":"00000000-0000-4000-8000-000000000000","prompt":"x","more":1}', "bad-request"],
  ["[]", "bad-request"],
  ['"constructor"', "bad-request"],
  ["{", "bad-request"],
])("names the field of a body that does not fit: %s", async (body, code) => {
  const response = await handle(voting, empty)(new Request("http://arena/", { method: "POST", body }), context);
  expect([response.status, await response.json()]).toMatchObject([400, { error: { code } }]);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const codeOf = async (response: Response) => ({
  status: response.status,
  retryAfter: response.headers.get("retry-after"),
  code: ((await response.json()) as { error: { code: string } }).error.code,
});
const unavailable = { status: 503, retryAfter: "5", code: "unavailable" };

it.each([
  [{ code: "ECONNREFUSED" }, unavailable],
  [{ code: "CONNECTION_CLOSED" }, unavailable],
  [{ code: "57P01" }, unavailable],
  [{ code: "53300" }, unavailable],
  [{ code: "53100" }, unavailable],
  [{ code: "23505" }, { status: 500, retryAfter: null, code: "internal-error" }],
  [{}, { status: 500, retryAfter: null, code: "internal-error" }],
])("calls a request unavailable where its database failed, and nothing else: %j", async (facts: { code?: string }, expected) => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const fail = () => Promise.reject(new Error("Failed query", { cause: Object.assign(new Error("why"), facts) }));
  expect(await codeOf(await handle(visiting, fail)(new Request("http://arena/"), context))).toEqual(expected);
  expect(logged.mock.calls.length).toBeLessThanOrEqual(1);
  if (facts.code === "53100") expect(isDatabaseFull()).toBe(true);
});

it("waits for slow work, but not for a database that does not answer", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.useFakeTimers();
  const slow = () => new Promise((resolve) => setTimeout(resolve, 20_000, new Response(null, { status: 204 })));
  const waiting = handle(visiting, slow)(new Request("http://arena/"), context);
  await vi.advanceTimersByTimeAsync(20_000);
  expect((await waiting).status).toBe(204);

  const silent = createHandle(async () => ({
    db: databaseWith(() => new Promise(() => {})),
    sessionSecret,
    limitRequests: noRequestLimits,
    admission: noAdmission,
  }));
  const hanging = silent(visiting, () => new Promise(() => {}))(new Request("http://arena/"), context);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await codeOf(await hanging)).toEqual(unavailable);
});

it("answers with the problem of an error that another copy of the module threw", async () => {
  vi.resetModules();
  const { ArenaError: OtherError } = await import("./problem");
  const error = new OtherError("too-many-requests", "Wait.", { retryAfterS: 42 });
  expect(error).not.toBeInstanceOf(ArenaError);
  const refusing = handle(visiting, () => Promise.reject(error));
  const response = await refusing(new Request("http://arena/"), context);
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "42"]);
  expect(ArenaError.isInstance(new Error("another"))).toBe(false);
});
