import { existsSync } from "node:fs";
import { join } from "node:path";
import { totalmem } from "node:os";
import type { ModelArtifact } from "./model-artifact.ts";
import { hubUrl } from "./mirrors.ts";

/** What a choice of default models depends on. */
export interface DownloadLimits {
  /** Bytes that may be downloaded, files that are there included. */
  readonly maxBytes: number;
  /** Bytes of memory that all of them may take together. */
  readonly maxMemoryBytes: number;
  /** Whether Hugging Face, or what `HF_ENDPOINT` names, answers. */
  readonly hubAnswers: boolean;
  /** Whether a file lies in the local mirror. */
  readonly hasLocalCopy?: (artifact: ModelArtifact) => boolean;
}

/** Where no limit is set: 2.5 GB, which all default models take together. */
export const DEFAULT_DOWNLOAD_BYTES = 2.5e9;
/** Of the machine's memory, the share that default models may take. */
const DEFAULT_MEMORY_SHARE = 0.5;
/** A battle needs two. */
const NEEDED = 2;

/** Beside its weights, a small model takes about as much again for four conversations of 4,096 tokens, and its process. */
const estimatedMemoryOf = ({ bytes }: Pick<ModelArtifact, "bytes">): number => 1.5 * bytes + 500e6;

/** Half of the machine's memory. */
export const defaultMemoryBytes = (): number => DEFAULT_MEMORY_SHARE * totalmem();

/**
 * Chooses which default models are downloaded: instruct models, smallest first, as many as the limits allow. Base models are the fallback: they
 * come only where fewer than two instruct models can be had.
 *
 * @example
 * ```ts
 * planDownloads(defaultModels, { maxBytes: 2e9, maxMemoryBytes: 8e9, hubAnswers: true });
 * ```
 */
export function planDownloads(artifacts: readonly ModelArtifact[], limits: DownloadLimits): ModelArtifact[] {
  const available = artifacts.filter((artifact) => isAvailable(artifact, limits)).toSorted((left, right) => left.bytes - right.bytes);
  const chosen: ModelArtifact[] = [];
  const sum = (read: (artifact: ModelArtifact) => number) => chosen.reduce((total, artifact) => total + read(artifact), 0);
  const take = (artifact: ModelArtifact) => {
    const isWithin =
      sum(({ bytes }) => bytes) + artifact.bytes <= limits.maxBytes &&
      sum(estimatedMemoryOf) + estimatedMemoryOf(artifact) <= limits.maxMemoryBytes;
    if (isWithin) chosen.push(artifact);
  };
  for (const artifact of available) if (artifact.kind === "instruct") take(artifact);
  for (const artifact of available) if (artifact.kind === "base" && chosen.length < NEEDED) take(artifact);
  return chosen;
}

function isAvailable(artifact: ModelArtifact, { hubAnswers, hasLocalCopy = () => false }: DownloadLimits): boolean {
  return hubAnswers || hasLocalCopy(artifact) || artifact.mirrors.some(({ type }) => type !== "hugging-face");
}

/** Whether a file lies in the folder, or is the file, that `LLMLIST_MIRROR` names. */
export function localCopyIn(environment: NodeJS.ProcessEnv): (artifact: Pick<ModelArtifact, "file">) => boolean {
  const mirror = environment.LLMLIST_MIRROR;
  return ({ file }) => Boolean(mirror) && existsSync(join(mirror ?? "", file));
}

const HUB_ANSWERS_MS = 5_000;

/** Whether the hub serves one of these files within five seconds. It asks for the headers of one file alone. */
export async function hubAnswers(
  artifacts: readonly ModelArtifact[],
  { environment = process.env, signal }: { readonly environment?: NodeJS.ProcessEnv; readonly signal?: AbortSignal } = {},
): Promise<boolean> {
  const mirror = artifacts.flatMap(({ mirrors }) => mirrors).find(({ type }) => type === "hugging-face");
  if (mirror?.type !== "hugging-face") return false;
  const timeout = AbortSignal.timeout(HUB_ANSWERS_MS);
  try {
    const ended = signal ? AbortSignal.any([signal, timeout]) : timeout;
    const response = await fetch(hubUrl(mirror, environment), { method: "HEAD", signal: ended });
    return response.ok;
  } catch {
    // Without a connection the answer is no; the caller goes on with other mirrors and says so.
    return false;
  }
}
