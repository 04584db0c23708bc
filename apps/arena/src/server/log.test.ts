import { DrizzleQueryError } from "drizzle-orm/errors";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { describeError, logError } from "./log";

const secret = "my secret prompt\n    at my secret prompt";

describe("the log of errors", () => {
  let lines: string[];
  beforeEach(() => {
    lines = [];
    vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it("holds the query, the cause and the place of a failed query, and nothing that people wrote", () => {
    const row = Object.assign(new Error("null value in column"), {
      name: "PostgresError",
      severity: "ERROR",
      code: "23502",
      detail: `Failing row contains (1, ${secret}).`,
      table_name: "turn",
    });
    const value = Object.assign(new Error(`invalid input syntax for type uuid: "${secret}"`), { severity: "ERROR", code: "22P02" });
    for (const cause of [row, value]) {
      const failed = new DrizzleQueryError("update answer set raw_text = $1", [secret, "x"], cause);
      expect(failed.message).toContain(secret);
      const text = describeError(new Error("a turn", { cause: failed }));
      expect(text).not.toContain(secret);
      expect(text).toContain("update answer set raw_text = $1");
      expect(text).toContain(cause.code);
      expect(text).toMatch(/^\s+at .*log\.test\.ts/mu);
    }
  });

  it("writes the same error once in ten seconds, and says how often it was left out", () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const where = `here ${Math.random()}`;
    for (let index = 0; index < 1000; index++) logError(where, new Error("away"), `request ${index}`);
    logError(where, new Error("another"));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain("(request 0)");
    vi.advanceTimersByTime(10_001);
    logError(where, new Error("away"));
    expect(lines).toHaveLength(3);
    expect(lines[2]).toContain("999 more of these before");
  });
});
