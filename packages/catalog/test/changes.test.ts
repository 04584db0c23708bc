import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bumpOf, changesBetween, readSnapshot, snapshotOf, writeSnapshot } from "../pipeline/write/changes.ts";
import { readCatalog } from "../pipeline/read-catalog.ts";

const data = join(import.meta.dirname, "../data");
const catalog = readCatalog(data, "2026-11-25");
const now = snapshotOf(catalog);
const between = (before: ReadonlyMap<string, object>, after: ReadonlyMap<string, object>) =>
  changesBetween({ version: "0.1.0", records: before as typeof now }, { version: "0.2.0", records: after as typeof now }, catalog.claims);

describe("the changes between two versions of the data", () => {
  const id = "meta/llama-2-7b";
  const other = new Map(now).set(id, { ...now.get(id), "pretraining.tokens": 1e12, "context.native": undefined });

  it("are values with the old one, the new one, and who says so", () => {
    expect(between(other, now)).toEqual({
      from: "0.1.0",
      to: "0.2.0",
      added: [],
      removed: [],
      changed: [
        { id, field: "context.native", new: 4096, source: "llama-2-card" },
        { id, field: "pretraining.tokens", old: 1e12, new: 2e12, source: "llama-2-card" },
      ],
    });
  });

  it("are ids that came and ids that went", () => {
    const without = new Map(now);
    without.delete(id);
    expect(between(without, now)).toMatchObject({ added: [id], removed: [], changed: [] });
    expect(between(now, without)).toMatchObject({ added: [], removed: [id], changed: [] });
  });

  it("decide how far the version rises", () => {
    const corrected = new Map(now).set(id, { ...now.get(id), "pretraining.tokens": 1e12 });
    const without = new Map(now);
    without.delete(id);
    expect(bumpOf(between(corrected, now))).toBe("patch");
    expect(bumpOf(between(without, now))).toBe("minor");
    expect(bumpOf(between(now, without))).toBe("major");
  });
});

describe("the last version's data", () => {
  const text = readFileSync(`${data}/released.jsonl`, "utf8");
  const last = readSnapshot(text);

  it("is kept as lines that can be read back", () => {
    expect(writeSnapshot(last.version, last.records)).toBe(text);
  });

  it("has no id of a model, file, device or benchmark that is gone", () => {
    expect(
      changesBetween(last, { version: "next", records: now }, catalog.claims).removed.filter((gone) => !gone.startsWith("result ")),
    ).toEqual([]);
  });
});
