import { closeSync, openSync, readSync } from "node:fs";
import type { ReadOptions } from "../votes/reading/layout.ts";
import type { VotePart } from "../votes/reading/vote-recorder.ts";
import { type ReadPlan, VoteParser } from "../votes/reading/vote-parser.ts";

const CHUNK = 2 ** 20;

/** A part of a file that begins where a record begins, if no quote is open there. */
export interface FileRange {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly plan: ReadPlan;
  readonly options: ReadOptions;
}

/** What a range held: its votes and how many lines it has, or why it could not be read. */
export interface RangeVotes {
  readonly part: VotePart;
  readonly lines: number;
}

/** Reads a range of a file, `onProgress` hearing of every further byte count. */
export function readRange({ file, from, to, plan, options }: FileRange, onProgress: (bytes: number) => void = () => undefined): RangeVotes {
  const parser = new VoteParser(options, plan);
  const chunk = new Uint8Array(CHUNK);
  const descriptor = openSync(file, "r");
  try {
    for (let at = from; at < to;) {
      const bytes = readSync(descriptor, chunk, 0, Math.min(CHUNK, to - at), at);
      if (bytes === 0) break;
      parser.push(chunk.subarray(0, bytes));
      at += bytes;
      onProgress(at - from);
    }
  } finally {
    closeSync(descriptor);
  }
  const { part } = parser.end();
  return { part, lines: parser.line };
}
