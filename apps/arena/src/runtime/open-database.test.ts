import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadOrCreateSecret } from "./open-database";

describe("the secret that seals sessions", () => {
  let dataFolder: string;
  beforeEach(() => {
    dataFolder = mkdtempSync(join(tmpdir(), "llmlist-secret-"));
  });
  afterEach(() => rmSync(dataFolder, { recursive: true }));

  it("is created once, kept, and readable by its owner alone", () => {
    const secret = loadOrCreateSecret({ sessionSecret: null, dataFolder });
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(loadOrCreateSecret({ sessionSecret: null, dataFolder })).toBe(secret);
    expect(readdirSync(dataFolder)).toEqual(["session-secret"]);
    if (process.platform !== "win32") expect(statSync(join(dataFolder, "session-secret")).mode & 0o777).toBe(0o600);
  });

  it("is created anew where an earlier start was interrupted while writing it", () => {
    writeFileSync(join(dataFolder, "session-secret.new"), "ab");
    expect(loadOrCreateSecret({ sessionSecret: null, dataFolder })).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(["", "abc", "z".repeat(64)])("is refused in a sentence where the file holds %j", (content) => {
    writeFileSync(join(dataFolder, "session-secret"), content);
    expect(() => loadOrCreateSecret({ sessionSecret: null, dataFolder })).toThrow(
      /session-secret holds no secret of 64 hexadecimal digits; remove it to have a new one made/,
    );
  });

  it("is the operator's setting where there is one", () => {
    expect(loadOrCreateSecret({ sessionSecret: "of the operator", dataFolder })).toBe("of the operator");
    expect(readdirSync(dataFolder)).toEqual([]);
  });
});
