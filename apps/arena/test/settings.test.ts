import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockFolder } from "@/server/db/folder-lock";
import { defaultLimits } from "../limits.mjs";
import { readSettings, SettingError } from "../settings.mjs";

const arena = fileURLToPath(new URL("..", import.meta.url));

describe("the arena's settings", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "llmlist-settings-"));
    writeFileSync(join(folder, "file"), "");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Starts the server as an operator would and returns the last words of its refusal. */
  function refusal(environment: Record<string, string>): string {
    const { status, stderr } = spawnSync(process.execPath, ["server.mjs"], {
      cwd: arena,
      env: { ...process.env, NODE_ENV: "production", LLMLIST_DATA: folder, PORT: "0", ...environment },
      encoding: "utf8",
      timeout: 20_000,
    });
    expect(status).toBe(1);
    return stderr.trim().replaceAll(folder, "FOLDER");
  }

  it("have defaults that need nothing", () => {
    expect(readSettings({}, "/checkout")).toEqual({
      port: 3000,
      host: "127.0.0.1",
      dataFolder: "/checkout/.llmlist",
      databaseUrl: null,
      sessionSecret: null,
      battle: { maxTurns: 50, maxPromptCharacters: 30_000, maxAnswerTokens: 1024 },
      publicUrl: null,
      allowedHosts: [],
      trustedProxies: 0,
      limits: defaultLimits,
      config: { file: "/checkout/arena.config.json", isRequired: false },
      defaultModels: { wanted: true, maxBytes: 2.5e9 },
      bundledModels: { answer: "auto", files: "sizes" },
      engine: "local",
      isDevelopment: false,
    });
  });

  it.each([
    ["none", { answer: "never", files: "sizes" }],
    ["sizes", { answer: "always", files: "sizes" }],
    ["all", { answer: "always", files: "all" }],
  ])("take LLMLIST_POCKET=%s as before", (value, bundledModels) => {
    expect(readSettings({ LLMLIST_POCKET: value }, "/checkout").bundledModels).toEqual(bundledModels);
  });

  it("take LLMLIST_STARTER=none as before", () => {
    expect(readSettings({ LLMLIST_STARTER: "none" }, "/checkout").defaultModels.wanted).toBe(false);
  });

  it("take single limits, all others as they are, and no limits at all", () => {
    const limits = (text: string) => readSettings({ LLMLIST_LIMITS: text }, "/checkout").limits;
    expect(limits("address-counted-votes-day=200, session-battles-minute=5")).toEqual({
      ...defaultLimits,
      "address-counted-votes-day": 200,
      "session-battles-minute": 5,
    });
    expect(limits("off")).toBeNull();
  });

  it("take the address that people use from outside, and the number of proxies before it", () => {
    const settings = { LLMLIST_PUBLIC_URL: "https://Arena.example/", LLMLIST_TRUSTED_PROXIES: "2" };
    expect(readSettings(settings, "/checkout")).toMatchObject({ publicUrl: "https://arena.example", trustedProxies: 2 });
    expect(readSettings({ LLMLIST_PUBLIC_URL: "http://localhost:4000" }, "/checkout").publicUrl).toBe("http://localhost:4000");
  });

  it.each([
    [{ LLMLIST_TRUSTED_PROXIES: "yes" }, 'LLMLIST_TRUSTED_PROXIES is "yes", but must be the number of your proxies, from 0 to 9.'],
    [
      { LLMLIST_PUBLIC_URL: "http://arena.example" },
      'LLMLIST_PUBLIC_URL is "http://arena.example", but must be https:// and a host, such as https://arena.example.',
    ],
    [
      { LLMLIST_PUBLIC_URL: "https://arena.example/path" },
      'LLMLIST_PUBLIC_URL is "https://arena.example/path", but must be https:// and a host, such as https://arena.example.',
    ],
    [
      { LLMLIST_LIMITS: "address-counted-votes-day=0" },
      'LLMLIST_LIMITS sets address-counted-votes-day to "0", but it must be a whole number from 1 to 9999999.',
    ],
    [
      { LLMLIST_LIMITS: "votes=3" },
      `LLMLIST_LIMITS names "votes"; there are ${Object.keys(defaultLimits).join(", ")}. "off" switches them all off.`,
    ],
  ])("say what is wrong with %o", (environment, sentence) => {
    expect(() => readSettings(environment, "/checkout")).toThrow(new SettingError(sentence));
  });

  it("take a configuration file relative to the repository, and no default models", () => {
    expect(
      readSettings({ LLMLIST_CONFIG: "my.json", LLMLIST_DEFAULT_MODELS: "none", LLMLIST_MAX_DOWNLOAD_MB: "500" }, "/checkout"),
    ).toMatchObject({
      config: { file: "/checkout/my.json", isRequired: true },
      defaultModels: { wanted: false, maxBytes: 5e8 },
    });
  });

  it.each([
    [{ PORT: "http" }, 'llmlist: PORT is "http", but must be a whole number from 0 to 65535.'],
    [{ PORT: "70000" }, 'llmlist: PORT is "70000", but must be a whole number from 0 to 65535.'],
    [
      { DATABASE_URL: "mysql://x" },
      "llmlist: DATABASE_URL must begin with postgres:// or postgresql://; leave it out to use the embedded database.",
    ],
    [
      { SESSION_SECRET: "short" },
      "llmlist: SESSION_SECRET must have at least 32 characters; leave it out to have one made in LLMLIST_DATA.",
    ],
    [
      { LLMLIST_DEFAULT_MODELS: "all" },
      'llmlist: LLMLIST_DEFAULT_MODELS is "all", but can only be "none"; leave it out to have the default models downloaded.',
    ],
    [
      { LLMLIST_STARTER: "no" },
      'llmlist: LLMLIST_STARTER is "no", but can only be "none"; leave it out to have the default models downloaded.',
    ],
    [{ LLMLIST_POCKET: "big" }, 'llmlist: LLMLIST_POCKET is "big", but must be "sizes", "all" or "none".'],
    [{ LLMLIST_MAX_DOWNLOAD_MB: "x" }, 'llmlist: LLMLIST_MAX_DOWNLOAD_MB is "x", but must be a whole number from 1 to 1000000.'],
    [{ LLMLIST_ENGINE: "remote" }, 'llmlist: LLMLIST_ENGINE is "remote", but must be "local" or "scripted".'],
    [{ LLMLIST_TRUSTED_PROXIES: "all" }, 'llmlist: LLMLIST_TRUSTED_PROXIES is "all", but must be the number of your proxies, from 0 to 9.'],
    [
      { LLMLIST_ALLOWED_HOSTS: "a.example:80" },
      'llmlist: LLMLIST_ALLOWED_HOSTS names "a.example:80", but must hold host names without port, joined by commas.',
    ],
    [{ LLMLIST_DEV: "yes" }, 'llmlist: LLMLIST_DEV is "yes", but must be 0 or 1.'],
    [{ HOST: "192.0.2.1" }, 'llmlist: HOST is "192.0.2.1", which is no address of this machine.'],
  ])("that are wrong are refused in one sentence: %j", (environment, sentence) => {
    expect(refusal(environment)).toBe(sentence);
  });

  it("refuse a folder that cannot be written", () => {
    expect(refusal({ LLMLIST_DATA: join(folder, "file", "data") })).toMatch(
      /^llmlist: LLMLIST_DATA is FOLDER\/file\/data, which cannot be written/,
    );
  });

  it("refuse a database that does not answer, without showing its password", () => {
    const said = refusal({ DATABASE_URL: "postgres://user:secret@127.0.0.1:2/arena" });
    expect(said).toBe(
      "llmlist: the database of DATABASE_URL could not be opened (connect ECONNREFUSED 127.0.0.1:2); leave it out to use the embedded one.",
    );
  });

  it("refuse a data folder that another process uses", () => {
    const lock = lockFolder(folder);
    expect(refusal({})).toBe(
      `llmlist: the data folder FOLDER is in use by process ${process.pid}; stop it, or set LLMLIST_DATA to another folder.`,
    );
    lock.release();
  });

  it("refuse a port that is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    expect(refusal({ PORT: String(port) })).toBe(
      `llmlist: port ${port} on 127.0.0.1 is taken; stop the other program or set PORT to a free port.`,
    );
    await new Promise((resolve) => other.close(resolve));
  });
});
