import { describe, expect, it } from "vitest";
import { createScriptedEngine } from "../testing/index.ts";
import { createServerApp, type ServerOptions } from "./app.ts";

const engine = createScriptedEngine({ models: { m: { answers: () => ({ tokens: ["yes"] }) } } });
const serve = (options: Partial<ServerOptions> = {}) =>
  createServerApp(engine, { limits: { timeoutMs: 5_000 }, log: () => {}, ...options });
const ask = (app: ReturnType<typeof serve>, headers: Record<string, string>, path = "/v1/chat/completions") =>
  app.request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Host: "127.0.0.1:8080", ...headers },
    body: JSON.stringify({ messages: [{ role: "user", content: "Hi" }] }),
  });

describe("a server without a key", () => {
  it.each(["127.0.0.1:8080", "localhost", "[::1]:8080", "192.168.1.5:8080", "inference:4140", "mac.local"])(
    "answers under the local name %s",
    async (Host) => {
      expect((await ask(serve(), { Host })).status).toBe(200);
    },
  );

  it.each(["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example"])(
    "does not answer under the foreign name %s",
    async (Host) => {
      expect((await ask(serve(), { Host })).status).toBe(403);
      expect((await ask(serve({ allowedHosts: [Host.replace(/:\d+$/u, "")] }), { Host })).status).toBe(200);
      expect((await ask(serve({ apiKeys: ["key"] }), { Host, Authorization: "Bearer key" })).status).toBe(200);
    },
  );

  it("answers no page of another origin, unless it is allowed", async () => {
    const foreign = { Origin: "https://evil.example" };
    expect((await ask(serve(), foreign)).status).toBe(403);
    expect((await ask(serve(), { Origin: "null" })).status).toBe(403);
    expect((await ask(serve(), { Origin: "http://127.0.0.1:8080" })).status).toBe(200);
    const open = await ask(serve({ corsOrigins: ["https://evil.example"] }), foreign);
    expect([open.status, open.headers.get("Access-Control-Allow-Origin")]).toEqual([200, "https://evil.example"]);
    expect((await ask(serve({ corsOrigins: ["*"] }), foreign)).status).toBe(200);
  });

  it("answers the question of a browser before an allowed page asks", async () => {
    const headers = { Host: "localhost", Origin: "https://chat.example", "Access-Control-Request-Method": "POST" };
    const response = await serve({ corsOrigins: ["https://chat.example"] }).request("/v1/chat/completions", { method: "OPTIONS", headers });
    expect([response.status, response.headers.get("Access-Control-Allow-Origin")]).toEqual([204, "https://chat.example"]);
  });

  it.each(["text/plain", "text/plain;charset=UTF-8", "multipart/form-data; boundary=x"])("takes no body of the type %s", async (type) => {
    expect((await ask(serve(), { "Content-Type": type })).status).toBe(415);
  });

  it("is found under paths with and without /v1, by model and version", async () => {
    const app = serve({ version: "1.2.3" });
    expect((await ask(app, {}, "/chat/completions")).status).toBe(200);
    const get = async (path: string) => (await app.request(path, { headers: { Host: "localhost" } })).json();
    expect(await get("/v1/models/m")).toMatchObject({ id: "m", object: "model" });
    expect(await get("/v1/models/org/none")).toMatchObject({ error: { code: "unknown-model", param: "model" } });
    expect(await get("/version")).toEqual({ version: "1.2.3" });
  });
});
