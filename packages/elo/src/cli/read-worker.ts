import { parentPort, workerData } from "node:worker_threads";
import { EloError } from "../errors.ts";
import { type FileRange, type RangeVotes, readRange } from "./read-range.ts";

/** Null when the range could not be read; the main thread then reads on from there itself, and says where. */
function read(range: FileRange): RangeVotes | null {
  try {
    return readRange(range);
  } catch (error) {
    if (EloError.isInstance(error)) return null;
    throw error;
  }
}

const votes = read(workerData as FileRange);
const lists = votes
  ? [votes.part.a, votes.part.b, votes.part.outcome, ...votes.part.numbers, ...votes.part.texts.map(({ codes }) => codes)]
  : [];
// Blocks are handed over, not copied.
parentPort?.postMessage(
  votes,
  lists.flatMap((blocks) => blocks.map(({ buffer }) => buffer as ArrayBuffer)),
);
