import { mean, type Part, pooled, standardError, unweighted } from "../metrics/statistics.ts";
import type { FinishedTask } from "../run/run-evals.ts";
import type { Group } from "../tasks/groups.ts";

/** A metric over many questions, by its key in the reference's results: `acc,none`. */
export interface Figure {
  readonly value: number;
  readonly standardError: number | null;
  readonly size: number;
}

/** The figures of a task, in the order of its metrics. */
export function figuresOf({ asked }: FinishedTask): Map<string, Figure> {
  const values = new Map<string, number[]>();
  for (const { measured } of asked)
    for (const { metric, filter, value } of measured) {
      const key = `${metric},${filter}`;
      values.set(key, [...(values.get(key) ?? []), value]);
    }
  return new Map([...values].map(([key, all]) => [key, { value: mean(all), standardError: standardError(all), size: all.length }]));
}

/** The figures of a group over the tasks inside it, all of which must have been run; none where the group has no figure of its own. */
export function figuresOfGroup(
  group: Group,
  tasks: ReadonlyMap<string, ReadonlyMap<string, Figure>>,
  groups: readonly Group[],
): Map<string, Figure> {
  if (group.weights === null) return new Map();
  const leaves = leavesOf(group, groups).map((id) => tasks.get(id));
  const keys = [...(leaves[0]?.keys() ?? [])];
  const combine = group.weights === "size" ? pooled : unweighted;
  const figures = new Map<string, Figure>();
  for (const key of keys) {
    const found = leaves.map((figuresOfLeaf) => figuresOfLeaf?.get(key));
    if (found.some((figure) => figure === undefined)) continue;
    const parts = found.flatMap((figure): Part[] =>
      figure ? [{ mean: figure.value, standardError: figure.standardError, size: figure.size }] : [],
    );
    const { mean: value, standardError: error } = combine(parts);
    figures.set(key, { value, standardError: error, size: parts.reduce((sum, { size }) => sum + size, 0) });
  }
  return figures;
}

/** The tasks inside a group, through the groups inside it. */
function leavesOf({ members }: Group, groups: readonly Group[]): string[] {
  return members.flatMap((id) => {
    const inner = groups.find((group) => group.id === id);
    return inner ? leavesOf(inner, groups) : [id];
  });
}
