import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { LocalModel as Contestant } from "@llmlist/inference";
import { type ModelArtifact, ModelFileError, type PullOptions } from "@llmlist/inference/models";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { downloadDefaultModels } from "./download-default-models";

const artifact = (id: string): ModelArtifact => ({
  id,
  name: id,
  organization: "Maker",
  kind: "instruct",
  file: `${id}.gguf`,
  bytes: 100,
  sha256: id,
  quantization: "F16",
  license: { name: "MIT", url: "https://example.org/licence" },
  promptFormat: { type: "template" },
  mirrors: [],
});
const contestant = (one: ModelArtifact): Contestant => ({ ...one, path: `/${one.file}` });
const mirror = "here";

describe("bringing the starter models while the arena serves", () => {
  let folder: string;
  let said: string[];
  let joined: string[];
  beforeAll(() => void (folder = mkdtempSync(joinPath(tmpdir(), "llmlist-starter-"))));
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    said = [];
    joined = [];
  });
  const begin = (pull: (one: ModelArtifact, options: PullOptions) => Promise<Contestant>, artifacts = [artifact("one"), artifact("two")]) =>
    downloadDefaultModels({
      folder,
      artifacts,
      pull,
      say: (sentence) => void said.push(sentence),
      join: async ({ id }) => void joined.push(id),
    });

  it("lets each play as soon as it is here, and tells how far all of them are", async () => {
    let release = () => {};
    const half = new Promise<void>((resolve) => (release = resolve));
    const starter = begin(async (one, { onProgress }) => {
      onProgress?.({ receivedBytes: 50, totalBytes: 100, mirror });
      if (one.id === "two") await half;
      return contestant(one);
    });
    await vi.waitFor(() => expect(starter.state()).toEqual({ state: "pulling", receivedBytes: 150, totalBytes: 200 }));
    expect(joined).toEqual(["one"]);
    release();
    await vi.waitFor(() => expect(starter.state()).toEqual({ state: "settled" }));
    expect(joined).toEqual(["one", "two"]);
    expect(said.filter((sentence) => sentence.includes("%"))).toEqual([
      "the starter models: 20 % of 0 MB",
      "the starter models: 50 % of 0 MB",
      "the starter models: 70 % of 0 MB",
      "the starter models: 100 % of 0 MB",
    ]);
  });

  it("says once that there is no connection, and leaves the arena as it is", async () => {
    const starter = begin(async () => {
      throw new ModelFileError("no-mirror", "one.gguf could not be had.");
    });
    await vi.waitFor(() => expect(starter.state()).toEqual({ state: "failed" }));
    expect(joined).toEqual([]);
    expect(said.at(-1)).toBe("the starter models could not be brought; the arena goes on without them.\none.gguf could not be had.");
  });

  it("ends with the arena, without a word", async () => {
    const starter = begin(
      (_, { signal }) =>
        new Promise((__, reject) => signal?.addEventListener("abort", () => reject(new DOMException("ended", "AbortError")))),
    );
    await vi.waitFor(() => expect(starter.state().state).toBe("pulling"));
    await starter.close();
    expect(said).toHaveLength(1);
  });

  it("is settled at once where nothing is wanted", async () => {
    const starter = begin(() => expect.unreachable(), []);
    await starter.close();
    expect(starter.state()).toEqual({ state: "settled" });
    expect(said).toEqual([]);
  });
});
