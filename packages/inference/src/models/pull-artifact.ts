import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ModelArtifact } from "./model-artifact.ts";
import type { LocalModel } from "./local-model.ts";
import { ModelFileError } from "./errors.ts";
import { type Source, sourcesOf } from "./mirrors.ts";

/** How far a pull is. Bytes count up to `totalBytes`, the size of the model file. */
export interface PullProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number;
  readonly mirror: string;
}

export interface PullOptions {
  readonly folder: string;
  readonly onProgress?: (progress: PullProgress) => void;
  /** Called with the reason why a mirror failed, before the next one is tried. */
  readonly onMirrorFailed?: (sentence: string) => void;
  readonly signal?: AbortSignal;
  readonly environment?: NodeJS.ProcessEnv;
  readonly python?: string;
}

/** The local model that an artifact becomes once its file is in `folder`. */
export function localModelOf(artifact: ModelArtifact, folder: string): LocalModel {
  const { file, mirrors: _, ...facts } = artifact;
  return { ...facts, path: join(folder, file) };
}

/** Whether the file is there with the right size; the digest was checked before the file got its name. */
export async function isPresent(artifact: ModelArtifact, folder: string): Promise<boolean> {
  const found = await stat(join(folder, artifact.file)).catch(() => null);
  return found?.size === artifact.bytes;
}

/**
 * Downloads a model file: mirrors are tried in turn, the sha256 is checked while the bytes come, and the file gets its name only
 * when all is right. A cut HTTP download leaves `<file>.part`, with which the next call goes on; nothing else stays behind.
 *
 * @throws ModelFileError `no-mirror` with each mirror and why it failed; `disk-full` or `unwritable` for the folder.
 * @example
 * ```ts
 * const model = await pullArtifact(defaultModels[0], { folder: modelsFolder() });
 * ```
 */
export async function pullArtifact(artifact: ModelArtifact, options: PullOptions): Promise<LocalModel> {
  const { folder, environment = process.env, python = "python3" } = options;
  if (await isPresent(artifact, folder)) return localModelOf(artifact, folder);
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw diskError(cause, folder) ?? cause;
  }
  const reasons: string[] = [];
  for (const source of sourcesOf(artifact, { environment, python })) {
    try {
      await fetchFrom(source, artifact, options);
      return localModelOf(artifact, folder);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      const disk = diskError(error, folder);
      if (disk) throw disk;
      const sentence = `${source.name}: ${describe(error)}`;
      reasons.push(sentence);
      options.onMirrorFailed?.(sentence);
    }
  }
  const tried =
    reasons.length === 0 ? "The catalog names no mirror of it." : `Tried:\n${reasons.map((reason) => `  - ${reason}`).join("\n")}`;
  throw new ModelFileError(
    "no-mirror",
    `${artifact.file} could not be had. ${tried}\nIf you have the file, set LLMLIST_MIRROR to its folder.`,
  );
}

async function fetchFrom(source: Source, artifact: ModelArtifact, { folder, onProgress, signal }: PullOptions): Promise<void> {
  // Only a resumable download keeps one name; others write under a name of their own, so that two pulls do not meet.
  const part = join(folder, source.resumes ? `${artifact.file}.part` : `${artifact.file}.${process.pid}.part`);
  const progress = (receivedBytes: number) =>
    onProgress?.({ receivedBytes: Math.min(receivedBytes, artifact.bytes), totalBytes: artifact.bytes, mirror: source.name });
  const hash = createHash("sha256");
  let keep = false;
  try {
    let received = source.resumes ? await hashPart(part, hash, artifact.bytes) : 0;
    const chunks = await source.open({ from: received, signal, onFetched: progress });
    const file = await open(part, received > 0 ? "a" : "w");
    try {
      keep = source.resumes;
      for await (const chunk of chunks) {
        hash.update(chunk);
        await file.writeFile(chunk);
        received += chunk.length;
        if (received > artifact.bytes) break;
        progress(received);
      }
    } finally {
      await file.close();
    }
    if (received < artifact.bytes) throw new Error(`the file ended after ${received} of ${artifact.bytes} bytes`);
    keep = false;
    if (received > artifact.bytes) throw new Error(`the file is longer than the ${artifact.bytes} bytes that the catalog names`);
    const digest = hash.digest("hex");
    if (digest !== artifact.sha256)
      throw new Error(`the file has the sha256 ${digest}, but the catalog says ${artifact.sha256}; it was thrown away`);
    await rename(part, join(folder, artifact.file));
  } catch (error) {
    if (!keep || diskError(error, folder)) await rm(part, { force: true });
    throw error;
  }
}

async function hashPart(part: string, hash: Hash, limit: number): Promise<number> {
  const found = await stat(part).catch(() => null);
  if (!found?.isFile() || found.size >= limit) return 0;
  for await (const chunk of createReadStream(part)) hash.update(chunk as Uint8Array);
  return found.size;
}

function diskError(error: unknown, folder: string): ModelFileError | null {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === "ENOSPC")
    return new ModelFileError("disk-full", `The disk of ${folder} is full; free some room, or set LLMLIST_MODELS to a folder elsewhere.`, {
      cause: error,
    });
  if (code === "EACCES" || code === "EROFS" || code === "EPERM" || code === "ENOTDIR" || code === "EEXIST") {
    return new ModelFileError("unwritable", `${folder} cannot be written; set LLMLIST_MODELS to a folder that can.`, { cause: error });
  }
  return null;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.message === "fetch failed"
    ? `no connection (${error.cause.message || (error.cause as NodeJS.ErrnoException).code})`
    : error.message;
}
