import { at, idAt, itemAt } from "../math/access.ts";
import { checkChoice } from "../options.ts";
import { checkCounts } from "../votes/check-counts.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { type Cells, cellsOf } from "./cells.ts";

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
 *
 * @throws EloError `bad-input` for counts or ties that cannot be.
 * @example
 * ```ts
 * describeExistence(counts).neverLost; // ["llama"]: its rating is infinite
 * ```
 */
export function describeExistence(counts: PairCounts, ties: "half" | "drop" = "half"): Existence {
  checkCounts(counts);
  checkChoice("ties", ties, ["half", "drop"]);
  const cells = cellsOf(counts, ties, false);
  const { n } = cells;
  const names = (group: readonly number[]) => group.map((model) => itemAt(counts.models, model));
  const [wins, losses] = [graphOf(cells, false), graphOf(cells, true)];
  const strong = strongComponents(n, wins);
  const only = (some: Graph, none: Graph) => names(modelsOf(n).filter((model) => degree(some, model) > 0 && degree(none, model) === 0));
  return {
    exists: strong.length === 1,
    components: weakComponents(cells).map(names),
    strongComponents: strong.map(names),
    neverLost: only(wins, losses),
    neverWon: only(losses, wins),
  };
}

/** Whether one finite maximum exists, in two walks over the pairs. */
export function hasMaximum(cells: Cells): boolean {
  return cells.n > 0 && [false, true].every((reversed) => reach(graphOf(cells, reversed), 0, new Uint8Array(cells.n)).length === cells.n);
}

/** Edges of each node side by side: `ends[start[node]]` to `ends[start[node + 1] - 1]`. */
interface Graph {
  readonly start: Int32Array;
  readonly ends: Int32Array;
}

const modelsOf = (n: number): number[] => Array.from({ length: n }, (_, model) => model);
const degree = ({ start }: Graph, node: number): number => idAt(start, node + 1) - idAt(start, node);

/** An edge from each model to those that it took at least half a win from, or the other way round. */
function graphOf({ n, i, j, total, scoreI }: Cells, reversed: boolean): Graph {
  const start = new Int32Array(n + 2);
  const [winners, losers] = reversed ? [j, i] : [i, j];
  const eachEdge = (visit: (from: number, to: number) => void) => {
    for (let k = 0; k < i.length; k++) {
      const [left, right, score] = [idAt(winners, k), idAt(losers, k), at(scoreI, k)];
      if (score > 0) visit(left, right);
      if (at(total, k) > score) visit(right, left);
    }
  };
  eachEdge((from) => (start[from + 2] = idAt(start, from + 2) + 1));
  for (let node = 2; node < n + 2; node++) start[node] = idAt(start, node) + idAt(start, node - 1);
  const ends = new Int32Array(idAt(start, n + 1));
  eachEdge((from, to) => {
    ends[idAt(start, from + 1)] = to;
    start[from + 1] = idAt(start, from + 1) + 1;
  });
  return { start, ends };
}

/** The nodes that edges lead to from one on, it first; marks them as seen. */
function reach({ start, ends }: Graph, from: number, seen: Uint8Array): number[] {
  const found = [from];
  seen[from] = 1;
  for (const node of found) {
    for (let edge = idAt(start, node); edge < idAt(start, node + 1); edge++) {
      const other = idAt(ends, edge);
      if (seen[other]) continue;
      seen[other] = 1;
      found.push(other);
    }
  }
  return found;
}

/** Groups of models that met, directly or through others, largest first. */
export function weakComponents(cells: Cells): number[][] {
  const { n, total } = cells;
  // With half a win each way, an edge leads both ways.
  const met = graphOf({ ...cells, scoreI: total.map((count) => count / 2) }, false);
  const seen = new Uint8Array(n);
  const groups = modelsOf(n).flatMap((model) => (seen[model] ? [] : [reach(met, model, seen).toSorted((left, right) => left - right)]));
  return groups.toSorted((left, right) => right.length - left.length);
}

/** Tarjan, SIAM Journal on Computing 1, 1972, without recursion; in topological order, so that winners come first. */
function strongComponents(n: number, { start, ends }: Graph): number[][] {
  const order = new Int32Array(n).fill(-1);
  const low = new Int32Array(n);
  const onStack = new Uint8Array(n);
  const next = start.slice();
  const stack: number[] = [];
  const groups: number[][] = [];
  let counter = 0;
  for (let root = 0; root < n; root++) {
    const path = idAt(order, root) < 0 ? [root] : [];
    for (let model = path.at(-1); model !== undefined; model = path.at(-1)) {
      const edge = idAt(next, model);
      if (idAt(order, model) < 0) {
        order[model] = low[model] = counter++;
        stack.push(model);
        onStack[model] = 1;
      }
      next[model] = edge + 1;
      if (edge < idAt(start, model + 1)) {
        const other = idAt(ends, edge);
        if (idAt(order, other) < 0) path.push(other);
        else if (onStack[other]) low[model] = Math.min(idAt(low, model), idAt(order, other));
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low[parent] = Math.min(idAt(low, parent), idAt(low, model));
      if (low[model] !== order[model]) continue;
      const group = stack.splice(stack.lastIndexOf(model));
      for (const member of group) onStack[member] = 0;
      groups.push(group.toSorted((left, right) => left - right));
    }
  }
  return groups.toReversed();
}
