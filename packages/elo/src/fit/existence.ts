import type { Cells } from "./cells.ts";
import { cellsOf } from "./cells.ts";
import type { PairCounts } from "../votes/pair-counts.ts";

/** Whether the votes allow finite ratings, and if not, what stands in the way. */
export interface Existence {
  /** True when there is one finite maximum. */
  readonly exists: boolean;
  /** Groups of models that never met a model of another group; one group is fine. */
  readonly components: readonly (readonly string[])[];
  /** Groups in which each model can be reached from each other one over "did not lose every time"; best group first. */
  readonly strongComponents: readonly (readonly string[])[];
  /** Models with votes that never lost or tied, so that their rating is +infinity. */
  readonly neverLost: readonly string[];
  /** Models with votes that never won or tied, so that their rating is -infinity. */
  readonly neverWon: readonly string[];
}

/**
 * Says whether a finite maximum exists: each model must be reachable from each other one over "did not lose every time against"
 * (Ford, American Mathematical Monthly 64, 1957). A tie counts as half a win, so it connects both ways.
 */
export function describeExistence(counts: PairCounts, ties: "half" | "drop" = "half"): Existence {
  const cells = cellsOf(counts, ties, false);
  const { n } = cells;
  const names = (group: readonly number[]) => group.map((model) => counts.models[model] ?? "");
  const { beats, losesTo } = digraph(cells);
  const met = beats.map((list, model) => [...list, ...(losesTo[model] ?? [])]);
  const strong = strongComponents(n, beats);
  const all = Array.from({ length: n }, (_, model) => model);
  return {
    exists: n > 0 && strong.length === 1,
    components: weakComponents(n, met).map(names),
    strongComponents: strong.map(names),
    neverLost: names(all.filter((model) => beats[model]?.length && !losesTo[model]?.length)),
    neverWon: names(all.filter((model) => losesTo[model]?.length && !beats[model]?.length)),
  };
}

/** Whether one finite maximum exists, in two walks over the pairs. */
export function hasMaximum({ n, i, j, total, scoreI }: Cells): boolean {
  return (
    reachesAll(
      n,
      i,
      j,
      (k) => (scoreI[k] ?? 0) > 0,
      (k) => (total[k] ?? 0) > (scoreI[k] ?? 0),
    ) &&
    reachesAll(
      n,
      i,
      j,
      (k) => (total[k] ?? 0) > (scoreI[k] ?? 0),
      (k) => (scoreI[k] ?? 0) > 0,
    )
  );
}

/** Whether model 0 reaches all others over edges i -> j where `forth` holds and j -> i where `back` holds. */
function reachesAll(n: number, i: Int32Array, j: Int32Array, forth: (k: number) => boolean, back: (k: number) => boolean): boolean {
  if (n === 0) return false;
  // Edges of each model side by side: `start[m]` to `start[m + 1]` of `ends`.
  const start = new Int32Array(n + 2);
  for (let k = 0; k < i.length; k++) {
    if (forth(k)) start[(i[k] ?? 0) + 2] = (start[(i[k] ?? 0) + 2] ?? 0) + 1;
    if (back(k)) start[(j[k] ?? 0) + 2] = (start[(j[k] ?? 0) + 2] ?? 0) + 1;
  }
  for (let m = 2; m < n + 2; m++) start[m] = (start[m] ?? 0) + (start[m - 1] ?? 0);
  const ends = new Int32Array(start[n + 1] ?? 0);
  const put = (from: number, to: number) => {
    ends[start[from + 1] ?? 0] = to;
    start[from + 1] = (start[from + 1] ?? 0) + 1;
  };
  for (let k = 0; k < i.length; k++) {
    if (forth(k)) put(i[k] ?? 0, j[k] ?? 0);
    if (back(k)) put(j[k] ?? 0, i[k] ?? 0);
  }
  const seen = new Uint8Array(n);
  const queue = new Int32Array(n);
  seen[0] = 1;
  let length = 1;
  for (let at = 0; at < length; at++) {
    const model = queue[at] ?? 0;
    for (let e = start[model] ?? 0; e < (start[model + 1] ?? 0); e++) {
      const other = ends[e] ?? 0;
      if (seen[other]) continue;
      seen[other] = 1;
      queue[length++] = other;
    }
  }
  return length === n;
}

/** An edge from each model to those that it took at least half a win from. */
function digraph({ n, i, j, total, scoreI }: Cells): { beats: number[][]; losesTo: number[][] } {
  const beats: number[][] = Array.from({ length: n }, () => []);
  const losesTo: number[][] = Array.from({ length: n }, () => []);
  const edge = (winner: number, loser: number) => {
    beats[winner]?.push(loser);
    losesTo[loser]?.push(winner);
  };
  for (let k = 0; k < total.length; k++) {
    const [one, other, score] = [i[k] ?? 0, j[k] ?? 0, scoreI[k] ?? 0];
    if (score > 0) edge(one, other);
    if ((total[k] ?? 0) - score > 0) edge(other, one);
  }
  return { beats, losesTo };
}

/** Groups of nodes that edges link, largest first. */
export function weakComponents(n: number, next: readonly (readonly number[])[]): number[][] {
  const groups: number[][] = [];
  const placed = new Set<number>();
  for (let start = 0; start < n; start++) {
    if (placed.has(start)) continue;
    const group = new Set([start]);
    for (const model of group) for (const other of next[model] ?? []) group.add(other);
    for (const model of group) placed.add(model);
    groups.push([...group].toSorted((one, other) => one - other));
  }
  return groups.toSorted((one, other) => other.length - one.length);
}

/** Tarjan, SIAM Journal on Computing 1, 1972, without recursion; in topological order, so that winners come first. */
function strongComponents(n: number, next: readonly (readonly number[])[]): number[][] {
  const order = new Int32Array(n).fill(-1);
  const low = new Int32Array(n);
  const onStack = new Uint8Array(n);
  const stack: number[] = [];
  const groups: number[][] = [];
  let counter = 0;
  for (let root = 0; root < n; root++) {
    if ((order[root] ?? 0) >= 0) continue;
    const path: [model: number, edge: number][] = [[root, 0]];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const [model, edge] = top;
      if (edge === 0) {
        order[model] = low[model] = counter++;
        stack.push(model);
        onStack[model] = 1;
      }
      const other = next[model]?.[edge];
      top[1]++;
      if (other !== undefined) {
        if ((order[other] ?? 0) < 0) path.push([other, 0]);
        else if (onStack[other]) low[model] = Math.min(low[model] ?? 0, order[other] ?? 0);
        continue;
      }
      path.pop();
      const parent = path.at(-1)?.[0];
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[model] ?? 0);
      if (low[model] === order[model]) {
        const group = stack.splice(stack.lastIndexOf(model));
        for (const member of group) onStack[member] = 0;
        groups.push(group.toSorted((one, another) => one - another));
      }
    }
  }
  return groups.toReversed();
}
