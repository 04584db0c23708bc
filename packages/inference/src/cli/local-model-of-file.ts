import { basename, resolve } from "node:path";
import { stdout } from "node:process";
import type { LocalModel } from "../models/local-model.ts";
import { readModel, sha256OfFile, sizeOf } from "../models/index.ts";
import { createProgressBar } from "./progress-bar.ts";

/** A GGUF file as a model to run; without a chat template it only continues text. */
export async function localModelOfFile(path: string, name?: string): Promise<LocalModel> {
  const absolute = resolve(path);
  const header = await readModel(absolute);
  const bytes = sizeOf(absolute);
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
  if (!stdout.isTTY) return sha256OfFile(path);
  const bar = createProgressBar(`sha256 of ${basename(path)}`);
  return sha256OfFile(path, (receivedBytes) => bar.update({ receivedBytes, totalBytes })).finally(bar.end);
}
