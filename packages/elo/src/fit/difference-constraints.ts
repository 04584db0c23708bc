import { at, idAt, itemAt } from "../math/access.ts";

/**
 * Constraints delta[to] <= delta[from] + base + slope * pi, as arcs of a graph. All of this package's tests of existence without covariates
 * have this form.
 */
export interface Arcs {
  readonly from: number[];
  readonly to: number[];
  readonly base: number[];
  readonly slope: number[];
}

/** No constraints yet. */
export const noArcs = (): Arcs => ({ from: [], to: [], base: [], slope: [] });

/** Adds delta[to] <= delta[from] + base + slope * pi. */
export function addArc(arcs: Arcs, from: number, to: number, base: number, slope: number): void {
  arcs.from.push(from);
  arcs.to.push(to);
  arcs.base.push(base);
  arcs.slope.push(slope);
}

/** Lengths are sums of small whole numbers times pi, which is a ratio of two such sums. */
export const ROUNDING = 1e-9;

/** The largest solution at one `pi`, measured from `source` (all nodes at 0 without one), or a cycle of negative length: base and slope summed. */
export type Solution = { readonly delta: Float64Array } | { readonly base: number; readonly slope: number };

/**
 * Bellman and Ford's algorithm (Bellman, Quarterly of Applied Mathematics 16, 1958). The constraints have a solution unless the arcs have a
 * cycle of negative length; such a cycle shows in the graph of predecessors, which is walked after each round.
 */
export function solveConstraints(n: number, { from, to, base, slope }: Arcs, pi: number, source = -1): Solution {
  const delta = new Float64Array(n).fill(source < 0 ? 0 : Infinity);
  if (source >= 0) delta[source] = 0;
  const cause = new Int32Array(n).fill(-1);
  for (let changed = true; changed;) {
    changed = false;
    for (let arc = 0; arc < from.length; arc++) {
      const reached = at(delta, itemAt(from, arc)) + itemAt(base, arc) + itemAt(slope, arc) * pi;
      const target = itemAt(to, arc);
      if (!(reached < at(delta, target) - ROUNDING)) continue;
      delta[target] = reached;
      cause[target] = arc;
      changed = true;
    }
    const cycle = changed ? cycleOf(cause, from) : null;
    if (cycle)
      return cycle.reduce((sum, arc) => ({ base: sum.base + itemAt(base, arc), slope: sum.slope + itemAt(slope, arc) }), {
        base: 0,
        slope: 0,
      });
  }
  return { delta };
}

/** The arcs of a cycle of predecessors, if there is one. */
function cycleOf(cause: Int32Array, from: readonly number[]): number[] | null {
  const walk = new Int32Array(cause.length).fill(-1);
  for (let start = 0; start < cause.length; start++) {
    let node = start;
    while (idAt(walk, node) < 0 && idAt(cause, node) >= 0) {
      walk[node] = start;
      node = itemAt(from, idAt(cause, node));
    }
    if (idAt(cause, node) < 0 || idAt(walk, node) !== start) continue;
    const arcs = [idAt(cause, node)];
    for (let other = itemAt(from, itemAt(arcs, 0)); other !== node; other = itemAt(from, idAt(cause, other))) arcs.push(idAt(cause, other));
    return arcs;
  }
  return null;
}
