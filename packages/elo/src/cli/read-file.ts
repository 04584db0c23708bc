import { closeSync, createReadStream, fstatSync, openSync, readSync } from "node:fs";
import { availableParallelism } from "node:os";
import { pipeline, Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import { createGunzip } from "node:zlib";
import { EloError } from "../errors.ts";
import { shown } from "../votes/messages.ts";
import { combine, type ReadVotes } from "../votes/reading/combine.ts";
import { beginsWith } from "../votes/reading/detect.ts";
import type { ReadOptions } from "../votes/reading/layout.ts";
import type { VotePart } from "../votes/reading/vote-recorder.ts";
import { planOf, type ReadPlan } from "../votes/reading/vote-parser.ts";
import { readVotes } from "../votes/read-votes.ts";
import { readParquet } from "./parquet.ts";
import { createProgress, type Progress } from "./progress.ts";
import { type FileRange, type RangeVotes, readRange } from "./read-range.ts";

const GZIP = [0x1f, 0x8b];
const HEAD = 2 ** 16;

/** A thread costs its start and a compilation of its own: it pays from this many bytes on. */
const BYTES_PER_THREAD = 12 * 2 ** 20;

/** More threads read hardly faster, and each holds memory of its own. */
const THREADS_MAX = 4;

/** How files are read; only tests and benchmarks choose. */
export interface ReadFileOptions {
  readonly threads?: number;
  readonly bytesPerThread?: number;
}

/**
 * Reads votes from a file in any of the known forms, or from standard input.
 *
 * @param file A path, or `-`.
 * @throws EloError `bad-input` with one sentence.
 */
export async function readVoteFile(file: string, options: ReadOptions, reading: ReadFileOptions = {}): Promise<ReadVotes> {
  try {
    if (file === "-") return await readStream(process.stdin, options, createProgress(null));
    const { head, size, isRegular } = openHead(file);
    if (!isRegular) return await readStream(createReadStream(file), options, createProgress(null));
    if (beginsWith(head, "PAR1")) return await readParquet(file, options);
    const progress = createProgress(size);
    if (beginsWith(head, GZIP)) return await readStream(createReadStream(file, { highWaterMark: HEAD }), options, progress);
    const plan = planOf(head, head.length === size, options);
    // A list is one value, and a header longer than the head needs more of the file.
    if (!plan || plan.format === "json-array")
      return await readStream(createReadStream(file, { highWaterMark: 2 ** 20 }), options, progress);
    const parts = await readRanges({ file, from: plan.skipped, to: size, plan, options }, reading, progress);
    return combine(plan.layout, parts);
  } catch (error) {
    throw sentenceFor(error, file);
  }
}

/** The mistakes of people with files, as sentences; anything else is passed on. */
export function sentenceFor(error: unknown, file: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : null;
  const name = file === "-" ? "Standard input" : shown(file);
  if (code === "ENOENT" || code === "ENOTDIR") return new EloError("bad-input", `There is no file ${name}.`);
  if (code === "EISDIR") return new EloError("bad-input", `${name} is a folder, not a file.`);
  if (code === "EACCES" || code === "EPERM") return new EloError("bad-input", `The file ${name} may not be read.`);
  if (code === "Z_DATA_ERROR" || code === "Z_BUF_ERROR")
    return new EloError("bad-input", `${name} is no whole gzip file: it is damaged or cut off.`);
  return error;
}

/** The first bytes of a file; a pipe keeps them, since they can be read only once. */
function openHead(file: string): { head: Uint8Array; size: number; isRegular: boolean } {
  const descriptor = openSync(file, "r");
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() && !stats.isDirectory()) return { head: new Uint8Array(), size: 0, isRegular: false };
    const head = new Uint8Array(HEAD);
    return { head: head.subarray(0, readSync(descriptor, head, 0, HEAD, 0)), size: stats.size, isRegular: true };
  } finally {
    closeSync(descriptor);
  }
}

async function readStream(stream: NodeJS.ReadableStream, options: ReadOptions, progress: Progress): Promise<ReadVotes> {
  const chunks = (stream as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const first = await chunks.next();
  const all = (async function* () {
    let read = 0;
    for (let next = first; !next.done; next = await chunks.next()) {
      yield next.value;
      progress.show((read += next.value.length));
    }
    progress.end();
  })();
  const isGzip = !first.done && beginsWith(first.value, GZIP);
  return readVotes(isGzip ? unzipped(all) : all, options);
}

function unzipped(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip();
  // A failure destroys the stream, and whoever reads from it hears of it there.
  pipeline(Readable.from(chunks), gunzip, () => undefined);
  return gunzip;
}

/**
 * Reads a file in ranges, each in its own thread, the first in this one. A range begins after a line feed; that this line feed ends a record
 * is known once the range before has ended without an open quote. Where it has not, everything from that range on is read again.
 */
async function readRanges(
  whole: FileRange,
  { threads, bytesPerThread = BYTES_PER_THREAD }: ReadFileOptions,
  progress: Progress,
): Promise<VotePart[]> {
  const size = whole.to - whole.from;
  const count = Math.max(1, Math.min(threads ?? Math.min(THREADS_MAX, availableParallelism()), Math.floor(size / bytesPerThread)));
  const bounds = boundsOf(whole, count);
  const ranges = bounds.slice(1).map((to, k): FileRange => ({ ...whole, from: bounds[k] ?? whole.from, to }));
  const [own = whole, ...others] = ranges;
  if (others.length === 0) {
    const { part } = readRange(own, (bytes) => progress.show(bytes));
    progress.end();
    return [part];
  }
  const workers = others.map((range) => startWorker({ ...range, plan: fromLine(range.plan, 1) }));
  try {
    const results: RangeVotes[] = [];
    let line = whole.plan.firstLine;
    for (const [k, range] of ranges.entries()) {
      const result = k === 0 ? readOwn(range, (bytes) => progress.show(bytes * count)) : await workers[k - 1]?.result;
      if (!result) {
        results.push(readRange({ ...range, to: whole.to, plan: fromLine(range.plan, line) }));
        break;
      }
      results.push(result);
      line += result.lines - (k === 0 ? whole.plan.firstLine : 1);
    }
    return results.map(({ part }) => part);
  } finally {
    progress.end();
    await Promise.all(workers.map(({ worker }) => worker.terminate()));
  }
}

const fromLine = (plan: ReadPlan, firstLine: number): ReadPlan => ({ ...plan, firstLine });

/** Null where the first range ends in the middle of a record, or has an error: both show when it is read to the end. */
function readOwn(range: FileRange, onProgress: (bytes: number) => void): RangeVotes | null {
  try {
    return readRange(range, onProgress);
  } catch (error) {
    if (EloError.isInstance(error)) return null;
    throw error;
  }
}

function startWorker(range: FileRange): { worker: Worker; result: Promise<RangeVotes | null> } {
  const worker = new Worker(new URL("./read-worker.js", import.meta.url), { workerData: range });
  const result = new Promise<RangeVotes | null>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  // Whoever waits for an earlier range may fail first; this failure is then not awaited.
  result.catch(() => undefined);
  return { worker, result };
}

/** Where ranges of about the same size begin: after line feeds. */
function boundsOf({ file, from, to }: FileRange, count: number): number[] {
  const descriptor = openSync(file, "r");
  try {
    const bounds = [from];
    const chunk = new Uint8Array(HEAD);
    for (let k = 1; k < count; k++) {
      let at = from + Math.floor(((to - from) * k) / count);
      for (;;) {
        const bytes = readSync(descriptor, chunk, 0, HEAD, at);
        const found = chunk.subarray(0, bytes).indexOf(0x0a);
        at += found < 0 ? bytes : found + 1;
        if (found >= 0 || bytes === 0) break;
      }
      if (at > (bounds.at(-1) ?? from) && at < to) bounds.push(at);
    }
    return [...bounds, to];
  } finally {
    closeSync(descriptor);
  }
}
