import { EvalError } from "../errors.ts";
import { arcTasks } from "./arc.ts";
import { type Group, groupsOf } from "./groups.ts";
import { gsm8kTasks } from "./gsm8k.ts";
import { hellaSwagTasks } from "./hellaswag.ts";
import { mmluTasks } from "./mmlu.ts";
import type { ModeId, Task } from "./task.ts";
import { truthfulQaTasks } from "./truthfulqa.ts";
import { winoGrandeTasks } from "./winogrande.ts";

/** Every benchmark in every mode. A further one is a file beside these, and an entry here. */
export const tasks: readonly Task[] = [...arcTasks, ...hellaSwagTasks, ...mmluTasks, ...truthfulQaTasks, ...winoGrandeTasks, ...gsm8kTasks];

export const modes: readonly ModeId[] = ["harness", "openllm-v1", "helm", "harness-2023", "original"];

/** What names stand for. */
export interface Selection {
  readonly tasks: readonly Task[];
  /** The groups that were asked for, and those inside them. */
  readonly groups: readonly Group[];
}

/**
 * The tasks that names stand for, in the order of the names and each once; a name of a group stands for all of its tasks, the subjects of MMLU in the
 * order of their files.
 *
 * @throws EvalError `bad-input` for a name that the mode does not have.
 */
export function findTasks(names: readonly string[], mode: ModeId, own: readonly Task[] = []): Selection {
  const found = new Map<string, Task>();
  const groups = new Map<string, Group>();
  const known = [...own, ...tasks.filter((task) => task.mode === mode)];
  const knownGroups = groupsOf(mode);
  const membersOf = (name: string): readonly string[] => {
    if (known.some(({ id }) => id === name)) return [name];
    const group = knownGroups.find(({ id }) => id === name);
    if (!group) throw new EvalError("bad-input", unknown(name, mode, known, knownGroups));
    groups.set(name, group);
    return group.members.flatMap(membersOf);
  };
  for (const name of names) {
    const members = new Set(membersOf(name));
    for (const task of known) if (members.has(task.id)) found.set(task.id, task);
  }
  if (found.size === 0)
    throw new EvalError("bad-input", "Name one task at least: --tasks arc_easy,mmlu. `llmlist-evals tasks` lists them.");
  return { tasks: [...found.values()], groups: [...groups.values()] };
}

function unknown(name: string, mode: ModeId, known: readonly Task[], groups: readonly Group[]): string {
  const elsewhere = modes.filter((other) => other !== mode && tasks.some((task) => task.mode === other && task.id === name));
  const hint = elsewhere.length > 0 ? ` It has it in: ${elsewhere.join(", ")}.` : "";
  const subjects = known.some(({ subject }) => subject !== undefined) ? ["mmlu_<subject>"] : [];
  const names = [...known.filter(({ subject }) => subject === undefined).map(({ id }) => id), ...groups.map(({ id }) => id), ...subjects];
  return `The mode ${mode} has no task ${name}.${hint} It has: ${names.join(", ")}.`;
}
