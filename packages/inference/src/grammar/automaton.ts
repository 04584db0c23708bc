import { type CodePoints, codePoints } from "./code-points.ts";
import type { Language, Languages } from "./language.ts";

/** More than that makes grammars that llama.cpp takes long to read. */
const MAX_STATES = 4_000;

/** A state of a deterministic automaton. */
export interface State {
  /** Whether a text may end here. */
  readonly accepts: boolean;
  /** What each class of characters leads to; states from which no text can end are left out. */
  readonly next: readonly { readonly points: CodePoints; readonly state: number }[];
}

/**
 * The automaton of a language; its first state is the start.
 *
 * @returns null where no text is in the language.
 * @throws RangeError where it has too many states.
 */
export function automatonOf(languages: Languages, start: Language): readonly State[] | null {
  const indexes = new Map<Language, number>([[start, 0]]);
  const queue = [start];
  const edges: { points: CodePoints; state: number }[][] = [];
  for (let index = 0; index < queue.length; index++) {
    const language = queue[index] ?? start;
    const targets = new Map<number, (readonly [number, number])[]>();
    for (const { points, example } of languages.classes(language)) {
      const next = languages.derivative(language, example);
      if (next === languages.none) continue;
      let target = indexes.get(next);
      if (target === undefined) {
        target = queue.length;
        if (target >= MAX_STATES) throw new RangeError(`needs more than ${MAX_STATES} states`);
        indexes.set(next, target);
        queue.push(next);
      }
      targets.set(target, [...(targets.get(target) ?? []), ...points]);
    }
    edges.push([...targets].map(([state, ranges]) => ({ points: codePoints(ranges), state })));
  }
  const alive = aliveStates(
    queue.map(({ hasEmpty }) => hasEmpty),
    edges,
  );
  if (!alive.has(0)) return null;
  return queue.map(({ hasEmpty }, index) => ({
    accepts: hasEmpty,
    next: (edges[index] ?? []).filter(({ state }) => alive.has(state)),
  }));
}

/** States from which an accepting one can be reached. */
function aliveStates(accepts: readonly boolean[], edges: readonly (readonly { readonly state: number }[])[]): Set<number> {
  const before = new Map<number, number[]>();
  for (const [from, all] of edges.entries()) for (const { state } of all) before.set(state, [...(before.get(state) ?? []), from]);
  const alive = new Set(accepts.flatMap((accepting, index) => (accepting ? [index] : [])));
  for (const state of alive) for (const from of before.get(state) ?? []) alive.add(from);
  return alive;
}
