import { createInterface } from "node:readline/promises";
import { join } from "node:path";
import { stdin, stdout } from "node:process";
import {
  addFile,
  defaultMemoryBytes,
  isPresent,
  listLocalModels,
  type ModelArtifact,
  ModelFileError,
  pullArtifact,
} from "../models/index.ts";
import { type Recommendation, recommendModels } from "../models/recommend.ts";
import { createProgressBar } from "./progress-bar.ts";

const GIGA = 1e9;
const SHOWN = 10;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const gigabytes = (bytes: number) => `${(bytes / GIGA).toFixed(1)} GB`;

/** What `recommend` was asked. */
export interface RecommendOptions {
  readonly folder: string;
  /** In gigabytes; half of the machine's memory where left out, since a battle runs two models. */
  readonly memory: string | undefined;
  /** Downloads the first one without asking. */
  readonly pull: boolean;
}

/** Lists the models that fit this machine, and downloads one of them. */
export async function recommend({ folder, memory, pull }: RecommendOptions): Promise<void> {
  const memoryBytes = memory === undefined ? defaultMemoryBytes() : bytesOf(memory);
  const found = recommendModels(memoryBytes);
  const why = memory === undefined ? ", half of this machine's memory, since a battle runs two models" : "";
  console.log(`Models that take at most ${gigabytes(memoryBytes)}${why}:`);
  for (const one of found.slice(0, SHOWN)) console.log(describe(one));
  const [first] = found;
  if (!first) {
    throw new ModelFileError(
      "not-found",
      `The catalog has no model file that fits into ${gigabytes(memoryBytes)}; the bundled models need 200 MB.`,
    );
  }
  if (pull || (await isConfirmed(first.artifact))) await pullAndAdd(first.artifact, folder);
  else console.log(`To download one of them: npm run models -- pull <id>`);
}

function bytesOf(memory: string): number {
  const value = Number(memory.replace(/\s*GB$/iu, ""));
  if (value > 0 && Number.isFinite(value)) return value * GIGA;
  throw new ModelFileError("not-found", `--memory is "${memory}", but must be a number of gigabytes, such as 8.`);
}

function describe({ artifact: { id, name, bytes, license }, neededBytes }: Recommendation): string {
  return `${id}\t${name}\tdownload ${megabytes(bytes)}\tmemory ${gigabytes(neededBytes)}\t${license.name}`;
}

/** A terminal is asked; elsewhere nothing is downloaded without `--pull`. */
async function isConfirmed({ name, bytes, license }: ModelArtifact): Promise<boolean> {
  if (!stdin.isTTY || !stdout.isTTY) return false;
  const terminal = createInterface({ input: stdin, output: stdout });
  const answer = await terminal.question(`Download ${name} (${megabytes(bytes)}; ${license.name}, ${license.url})? [y/N] `);
  terminal.close();
  return /^y(es)?$/iu.test(answer.trim());
}

/** Downloads a file, with a progress bar. */
async function pullWithProgress(artifact: ModelArtifact, folder: string): Promise<void> {
  const { name, organization, bytes, license } = artifact;
  if (await isPresent(artifact, folder)) return console.log(`${name} is already downloaded.`);
  console.log(`${name} by ${organization}, ${megabytes(bytes)}. Licence: ${license.name}, ${license.url}`);
  const bar = createProgressBar(artifact.file);
  const onMirrorFailed = (sentence: string) => bar.log(`${sentence}; trying the next mirror.`);
  await pullArtifact(artifact, { folder, onProgress: bar.update, onMirrorFailed }).finally(bar.end);
  console.log(`${name} is downloaded; its sha256 is correct.`);
}

/** Downloads a recommended file and registers it, as `add` would. */
export async function pullAndAdd(artifact: ModelArtifact, folder: string): Promise<void> {
  await pullWithProgress(artifact, folder);
  const isListed = (await listLocalModels(folder)).some(({ sha256 }) => sha256 === artifact.sha256);
  if (isListed) return;
  const { id } = await addFile(join(folder, artifact.file), { folder, name: artifact.name, isDownload: true });
  console.log(`${artifact.name} is model ${id}. A running arena uses it at once.`);
}
