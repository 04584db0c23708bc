import "server-only";
import { runtime } from "./runtime";

/** How many models play, ready or not. */
export async function countContestants(): Promise<number> {
  return (await runtime()).contestants.size;
}
