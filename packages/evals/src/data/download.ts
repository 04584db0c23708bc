import { createWriteStream, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { EvalError } from "../errors.ts";

export type Fetch = (url: string, init: { readonly headers: Readonly<Record<string, string>> }) => Promise<Response>;

/** How a file is fetched. */
interface DownloadOptions {
  readonly fetch: Fetch;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Downloads a file; what came before a break stays, and the next attempt goes on from there.
 *
 * @throws EvalError `bad-data` where the server does not give it, `disk-full` where there is no room.
 */
export async function downloadFile(url: string, file: string, { fetch: get, headers }: DownloadOptions): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.partial`;
  const begun = statSync(partial, { throwIfNoEntry: false })?.size ?? 0;
  try {
    const response = await get(url, { headers: begun > 0 ? { ...headers, Range: `bytes=${begun}-` } : headers });
    // The whole file was there already, and only its name was missing.
    if (response.status === 416) return renameSync(partial, file);
    if (!response.ok || !response.body) throw new EvalError("bad-data", `${url} answered ${response.status}; is the data set there?`);
    const isRest = response.status === 206;
    const length = Number(response.headers.get("content-length") ?? Number.NaN);
    const isEncoded = response.headers.get("content-encoding") !== null;
    await pipeline(Readable.fromWeb(response.body), createWriteStream(partial, { flags: isRest ? "a" : "w" }));
    const expected = length + (isRest ? begun : 0);
    const received = statSync(partial).size;
    if (!isEncoded && Number.isFinite(expected) && received !== expected)
      throw new EvalError("bad-data", `${url} sent ${received} of ${expected} bytes; run it again to go on from there.`);
    renameSync(partial, file);
  } catch (error) {
    if (EvalError.isInstance(error)) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOSPC")
      throw new EvalError("disk-full", `The disk of ${dirname(file)} is full; make room and run it again to go on.`, { cause: error });
    throw new EvalError("bad-data", `${url} broke off; run it again to go on from there.`, { cause: error });
  }
}
