import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { Contestant } from "../contestant.ts";
import { digestOf, readModel } from "../models/index.ts";

/** A GGUF file as a model to run; without a chat template it only continues text. */
export async function contestantOfFile(path: string, name?: string): Promise<Contestant> {
  const absolute = resolve(path);
  const header = await readModel(absolute);
  const id = name ?? basename(absolute).replace(/\.gguf$/iu, "");
  return {
    id,
    name: header.name ?? id,
    kind: header.chatTemplate !== null ? "instruct" : "base",
    path: absolute,
    bytes: (await stat(absolute)).size,
    sha256: await digestOf(absolute),
    promptFormat: header.chatTemplate !== null ? { type: "template" } : null,
  };
}
