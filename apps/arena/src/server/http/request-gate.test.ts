import { describe, expect, it } from "vitest";
import { createMethodTable, type GateOptions, type GateRequest, passGate } from "./request-gate.mjs";

const methodsOf = createMethodTable([
  { method: "GET", path: "/api/v1/battles/{id}" },
  { method: "POST", path: "/api/v1/battles/{id}/vote" },
]);
const options: GateOptions = { publicUrl: null, allowedHosts: [], trustedProxies: 0, methodsOf, isDevelopment: false };

/** What the gate says of a request, and what it leaves of it. */
function pass(url: string, changes: Partial<GateRequest> = {}, settings: Partial<GateOptions> = {}) {
  const request: GateRequest = { url, method: "GET", ...changes, headers: { host: "localhost:3000", ...changes.headers } };
  const refused = passGate(request, { ...options, ...settings });
  return { ...request, status: refused?.status ?? 200, code: refused?.code ?? null, allow: refused?.headers.allow };
}

describe("the gate before the pages and the API", () => {
  it.each(["/battle/%", "/battle/%25", "/%ff", "/_next/static/%", "/%25zz"])("shows %s as a page that is not found", (url) => {
    expect(pass(url)).toMatchObject({ status: 200, url: "/-" });
    expect(pass(`/zh${url}`)).toMatchObject({ status: 200, url: "/zh/-" });
  });

  it("leaves addresses alone that Next can read", () => {
    for (const url of ["/", "/battle/%E4%BD%A0", "/leaderboard?pocket=%", "/en/battle/a.b"]) expect(pass(url).url).toBe(url);
  });

  it("answers for the API in the shape of the API", () => {
    expect(pass("/api/v1/battles/x")).toMatchObject({ status: 200, code: null });
    for (const url of ["/api", "/api/", "/api/nope", "/api/v1/battles/%E0%A4%A", "/api/v1/battles/a/b"]) {
      expect(pass(url)).toMatchObject({ status: 404, code: "not-found" });
    }
    expect(pass("/api/v1/battles/x", { method: "DELETE" })).toMatchObject({ status: 405, allow: "GET, HEAD, OPTIONS" });
    expect(pass("/api/v1/battles/x/vote")).toMatchObject({ status: 405, allow: "POST, OPTIONS" });
  });

  it.each(["POST", "PUT", "OPTIONS", "TRACE", "PROPFIND"])("lets nobody %s a page", (method) => {
    expect(pass("/leaderboard", { method })).toMatchObject({ status: 405, allow: "GET, HEAD" });
  });

  it("refuses an address that is no path, and reads the host of a whole address", () => {
    for (const url of ["*", "", "evil.example:443", "http://%"]) expect(pass(url)).toMatchObject({ status: 400, code: "bad-request" });
    expect(pass("http://localhost:3000/en?a=1")).toMatchObject({ status: 200, url: "/en?a=1" });
    expect(pass("http://evil.example/en")).toMatchObject({ status: 403, code: "foreign-host" });
  });

  it.each(["localhost", "LOCALHOST:3000", "127.0.0.1:3000", "[::1]:3000", "192.0.2.7", "arena", "arena.lan:80"])(
    "answers under the local name %s",
    (host) => expect(pass("/", { headers: { host } }).status).toBe(200),
  );

  it.each(["evil.example", "localhost.evil.example:3000", "127.0.0.1.evil.example", "a@evil.example", "[", " "])(
    "answers nothing under the foreign name %s, so that no page rebinds its name to this machine",
    (host) => expect(pass("/", { headers: { host } })).toMatchObject({ status: 403, code: "foreign-host" }),
  );

  it("answers under the names that its operator allows", () => {
    const settings = { publicUrl: "https://arena.example", allowedHosts: ["arena.corp.example"] };
    for (const host of ["ARENA.example", "arena.example:80", "arena.corp.example:8080"]) {
      expect(pass("/", { headers: { host } }, settings).status).toBe(200);
    }
    expect(pass("/", { headers: { host: "other.corp.example" } }, settings).status).toBe(403);
  });

  it("believes what is forwarded where a trusted proxy said it, and then the one that the client reached", () => {
    const headers = { "x-forwarded-host": "Arena.example, inner", "x-forwarded-proto": "https, http", host: "inner" };
    expect(pass("/", { headers }, { trustedProxies: 2, publicUrl: "https://arena.example" })).toMatchObject({
      status: 200,
      headers: { "x-forwarded-host": "arena.example", "x-forwarded-proto": "https" },
    });
    const untrusted = pass("/", { headers });
    expect(untrusted.status).toBe(200);
    expect(untrusted.headers).toEqual({ host: "inner" });
  });
});
