import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { stdout } from "node:process";
import type { Contestant } from "../models/contestant.ts";
import { digestOf, readModel } from "../models/index.ts";
import { createProgressBar } from "./progress-bar.ts";

/** A GGUF file as a model to run; without a chat template it only continues text. */
export async function contestantOfFile(path: string, name?: string): Promise<Contestant> {
  const absolute = resolve(path);
  const header = await readModel(absolute);
  const bytes = (await stat(absolute)).size;
  const id = name ?? basename(absolute).replace(/\.gguf$/iu, "");
  return {
    id,
    name: header.name ?? id,
    kind: header.chatTemplate !== null ? "instruct" : "base",
    path: absolute,
    bytes,
    sha256: await shownDigest(absolute, bytes),
    promptFormat: header.chatTemplate !== null ? { type: "template" } : null,
  };
}

/** On a terminal with a bar: a large file takes a while. */
async function shownDigest(path: string, totalBytes: number): Promise<string> {
  if (!stdout.isTTY) return digestOf(path);
  const bar = createProgressBar(`sha256 of ${basename(path)}`);
  return digestOf(path, (receivedBytes) => bar.update({ receivedBytes, totalBytes })).finally(bar.end);
}
