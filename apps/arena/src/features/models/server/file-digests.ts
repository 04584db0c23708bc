import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { identityOf, sha256OfFile } from "@llmlist/inference/models";
import { z } from "zod";

const stored = z.record(z.string(), z.string());

/** The sha256 of model files. A file is read once; until it changes, its digest is remembered in `cacheFile`. */
export function createFileDigests(cacheFile: string): (path: string) => Promise<string> {
  const known = new Map(Object.entries(readCache(cacheFile)));
  const reading = new Map<string, Promise<string>>();
  const read = async (key: string, path: string) => {
    const digest = await sha256OfFile(path);
    known.set(key, digest);
    await writeFile(`${cacheFile}.part`, JSON.stringify(Object.fromEntries(known)));
    await rename(`${cacheFile}.part`, cacheFile);
    return digest;
  };
  return async (path) => {
    const key = identityOf(path);
    const digest = known.get(key);
    if (digest !== undefined) return digest;
    const running = reading.get(key) ?? read(key, path).finally(() => reading.delete(key));
    reading.set(key, running);
    return running;
  };
}

/** A cache that is not there or was cut off is made anew. */
function readCache(file: string): Record<string, string> {
  try {
    return stored.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}
