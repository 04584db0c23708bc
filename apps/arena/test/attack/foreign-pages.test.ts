import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isForeign } from "@/server/http/origin";
import { passGate } from "@/server/http/request-gate.mjs";
import { type ArenaProcess, startArena } from "../e2e/arena-process";

/** What a page of another site can make a browser send as its origin. `HOST` is where the arena is. */
const foreignOrigins = [
  "http://evil.example",
  "https://evil.example",
  "null",
  "",
  "http://HOST.evil.example",
  "http://evil.example/HOST",
  "http://HOST@evil.example",
  "http://evil.example#HOST",
  "http://sub.HOST",
  "http://127.0.0.1:1",
  "http://localhost:1",
  "http://[::1]:1",
  "chrome-extension://HOST",
  "moz-extension://HOST",
  "file://",
  "HOST",
  "http://HOST, http://evil.example",
];
const ownOrigins = ["http://HOST", null];
const fetchSites = [null, "none", "same-origin", "same-site", "cross-site"];
const contentTypes = ["application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"];

/** One answer of the arena, with headers that `fetch` does not let a program set. */
function send(url: string, headers: Record<string, string>, body: string): Promise<{ status: number; code: string | undefined }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: "POST", headers: { ...headers, "content-length": String(body.length) } }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => {
        const code = (JSON.parse(text) as { error?: { code: string } }).error?.code;
        resolve({ status: response.statusCode ?? 0, code });
      });
    });
    asked.on("error", reject).end(body);
  });
}

/** What an arena behind two proxies refuses a request for: the code, or null. */
function behindTwoProxies(headers: Record<string, string>): string | null {
  const asked = { method: "POST", url: "/api/v1/battles", headers: { host: "inner", ...headers } };
  const refused = passGate(asked, {
    trustedProxies: 2,
    publicUrl: "https://arena.example",
    allowedHosts: ["a.example"],
    methodsOf: () => ["POST"],
    isDevelopment: false,
  });
  if (refused) return refused.code;
  const left = Object.entries(asked.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return isForeign(new Headers(left)) ? "foreign-origin" : null;
}

describe("pages of other sites", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-foreign-"));
  let direct: ArenaProcess;
  beforeAll(async () => {
    direct = await startArena({ LLMLIST_ENGINE: "scripted", LLMLIST_DATA: folder });
  });
  afterAll(async () => {
    await direct.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const vote = "/api/v1/battles/00000000-0000-4000-8000-000000000000/vote";
  const post = (arena: ArenaProcess, headers: Record<string, string>) => send(arena.url + vote, headers, '{"outcome":"a"}');
  const at = (text: string) => text.replaceAll("HOST", new URL(direct.url).host);
  const headersOf = (origin: string | null, site: string | null, type: string) => ({
    ...(origin === null ? {} : { origin: at(origin) }),
    ...(site === null ? {} : { "sec-fetch-site": site }),
    "content-type": type,
  });

  it("write nothing, whatever origin and kind of body their browser sends", async () => {
    const accepted: string[] = [];
    const asked = [];
    for (const origin of foreignOrigins)
      for (const site of fetchSites) for (const type of contentTypes) asked.push([origin, site, type] as const);
    for (const [origin, site, type] of asked) {
      const { status, code } = await post(direct, headersOf(origin, site, type));
      if (status !== 403 || code !== "foreign-origin") accepted.push(`${origin} ${site} ${type}: ${status} ${code}`);
    }
    expect(asked.length).toBe(340);
    expect(accepted).toEqual([]);
  });

  it("would write if their origin were not compared: the same requests pass without it, and a check of the end alone lets some in", async () => {
    for (const site of [null, "none", "same-origin"]) {
      for (const origin of ownOrigins) {
        expect(await post(direct, headersOf(origin, site, "application/json"))).toEqual({ status: 404, code: "battle-not-found" });
      }
    }
    const endsLikeOurs = (origin: string) => origin.endsWith("HOST");
    expect(foreignOrigins.filter(endsLikeOurs).length).toBeGreaterThan(3);
    const foreign = (origin: string) => isForeign(new Headers({ origin: at(origin), host: at("HOST") }));
    expect(foreignOrigins.filter(endsLikeOurs).filter((origin) => !foreign(origin))).toEqual([]);
  });

  it("write nothing without an origin where the browser calls them another site", async () => {
    for (const site of ["cross-site", "same-site"]) {
      expect(await post(direct, headersOf(null, site, "application/json"))).toMatchObject({ code: "foreign-origin" });
    }
  });

  it.each([
    ["a name that was rebound to this machine", { host: "evil.example", origin: "http://evil.example" }, "foreign-host"],
    ["a forwarded host that no proxy sent", { "x-forwarded-host": "evil.example", origin: "http://evil.example" }, "foreign-origin"],
    [
      "a rebound name with a forwarded host",
      { host: "evil.example", "x-forwarded-host": "localhost", origin: "http://evil.example" },
      "foreign-host",
    ],
    ["our host in capitals", { host: "LOCALHOST:80", origin: "http://localhost" }, "battle-not-found"],
    ["our host with the port of its protocol", { host: "127.0.0.1:443", origin: "https://127.0.0.1" }, "battle-not-found"],
  ])("meet %s", async (_, headers, code) => {
    expect(await post(direct, { "content-type": "application/json", ...headers })).toMatchObject({ code });
  });

  it.each([
    ["one proxy", { "x-forwarded-host": "arena.example", origin: "https://arena.example" }, null],
    ["two proxies", { "x-forwarded-host": "a.example, inner", origin: "https://a.example" }, null],
    ["a proxy that writes capitals", { "x-forwarded-host": "ARENA.example", origin: "https://arena.example" }, null],
    ["a proxy that names the port", { "x-forwarded-host": "arena.example:443", origin: "https://arena.example" }, null],
    ["a proxy that keeps the host", { host: "arena.example", origin: "https://arena.example" }, null],
    ["a page of another site", { "x-forwarded-host": "arena.example", origin: "https://evil.example" }, "foreign-origin"],
    ["a foreign host", { "x-forwarded-host": "evil.example", origin: "https://evil.example" }, "foreign-host"],
    ["a foreign host behind ours", { "x-forwarded-host": "arena.example, evil.example", origin: "https://evil.example" }, "foreign-origin"],
  ])("behind proxies: %s", async (_, headers, code) => {
    expect(behindTwoProxies(headers)).toBe(code);
  });
});
