import type { Meeting } from "./bradley-terry.ts";

/**
 * Says whether a finite maximum exists: each model must be reachable from each other one over "did not lose every time against"
 * (Ford, American Mathematical Monthly 64, 1957).
 */
export function hasMaximum(n: number, meetings: readonly Meeting[]): boolean {
  const beats: number[][] = Array.from({ length: n }, () => []);
  const losesTo: number[][] = Array.from({ length: n }, () => []);
  for (const { i, j, total, scoreI } of meetings) {
    if (scoreI > 0) {
      beats[i]?.push(j);
      losesTo[j]?.push(i);
    }
    if (total - scoreI > 0) {
      beats[j]?.push(i);
      losesTo[i]?.push(j);
    }
  }
  return n > 0 && reachesAll(n, beats) && reachesAll(n, losesTo);
}

function reachesAll(n: number, next: readonly (readonly number[])[]): boolean {
  const seen = new Set([0]);
  for (const model of seen) for (const other of next[model] ?? []) seen.add(other);
  return seen.size === n;
}
