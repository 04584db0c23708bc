import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { LocalModel } from "../src/models/local-model.ts";
import { InferenceError } from "../src/engine/errors.ts";
import { addFile } from "../src/models/index.ts";
import { tinyModel } from "../src/testing/tiny-model.ts";
import { writeGguf } from "../src/testing/write-gguf.ts";
import { tryModel } from "../src/local/try-model.ts";
import { createWorkerPool } from "../src/local/worker-pool.ts";
import { brokenInside, crashing } from "./broken-models.ts";

const box = mkdtempSync(join(tmpdir(), "llmlist-trial-"));
afterAll(() => rmSync(box, { recursive: true }));
const file = join(box, "model.gguf");
const whole = writeGguf(tinyModel());
const template = { promptFormat: { type: "template" }, device: "cpu" } as const;
const model = (path: string): LocalModel => ({
  id: path,
  name: "Tiny",
  kind: "instruct",
  path,
  bytes: 0,
  sha256: "",
  promptFormat: { type: "template" },
});

describe("the trial of a model file", { timeout: 60_000 }, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(box, "models-"));
    writeFileSync(file, whole);
  });
  const attempt = (options: Partial<Parameters<typeof tryModel>[1]> = {}) => tryModel({ path: file, ...template }, { folder, ...options });

  it("is held once for a file, and again when the file changes", async () => {
    expect(await attempt()).toBeGreaterThan(0);
    expect(await attempt()).toBeNull();
    utimesSync(file, new Date(), new Date(0));
    expect(await attempt()).toBeGreaterThan(0);
  });

  it.each([...brokenInside, ...crashing])("refuses $what with llama.cpp's reason, and lives on", async ({ bytes, reason }) => {
    writeFileSync(file, bytes);
    await expect(attempt()).rejects.toMatchObject({ code: "load-failed", message: expect.stringContaining(reason) });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("ends when it takes too long, and when it is aborted", async () => {
    await expect(attempt({ timeoutMs: 1 })).rejects.toMatchObject({ code: "timeout" });
    const aborted = attempt({ signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ name: "AbortError" });
  });

  it("keeps a file that fails from being added", async () => {
    const [broken] = crashing;
    writeFileSync(file, broken?.bytes ?? "");
    const added = addFile(file, { folder, tryOut: ({ path }) => tryModel({ path, ...template }, { folder }) });
    await expect(added).rejects.toMatchObject({ code: "load-failed" });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is held by a pool, which says why a model failed and answers with the others", async () => {
    const broken = join(box, "broken.gguf");
    writeFileSync(broken, crashing[0]?.bytes ?? "");
    const pool = createWorkerPool({
      models: [model(file), model(broken)],
      sequences: 1,
      contextTokens: 256,
      trialsFolder: folder,
    });
    await pool.whenReady();
    expect([...pool.states().values()]).toEqual(["ready", "failed"]);
    expect(pool.reasons().get(broken)).toContain("the process ended while it was loaded (SIGABRT)");
    const code = await pool.tokenize(broken, "a", { special: false, bos: false }).catch((error: InferenceError) => error.code);
    expect(code).toBe("load-failed");
    expect(await pool.tokenize(file, "a", { special: false, bos: false })).not.toEqual([]);
    expect(existsSync(join(folder, "trials"))).toBe(true);
    await pool.close();
  });

  it("finds out what a model without a chat template is not for", async () => {
    writeFileSync(file, writeGguf(tinyModel({ chatTemplate: null })));
    await expect(attempt()).rejects.toMatchObject({
      code: "load-failed",
      message: expect.stringContaining("the file has no chat template"),
    });
    expect(await tryModel({ path: file, promptFormat: null }, { folder })).toBeGreaterThan(0);
  });
});
