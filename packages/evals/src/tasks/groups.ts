import { mmluGroups, mmluSubjects } from "./mmlu-subjects.ts";
import type { ModeId } from "./task.ts";

/** Several tasks under one name, with one figure over all of their questions. */
export interface Group {
  readonly id: string;
  readonly version: string;
  /** Names of tasks and of groups. */
  readonly members: readonly string[];
  /** By which the parts are weighted; null where the group has no figure of its own. */
  readonly weights: "size" | "equal" | null;
}

const mmluParts = Object.entries(mmluGroups).map(([name, subjects]) => ({
  id: `mmlu_${name}`,
  version: "2",
  members: subjects.map((subject) => `mmlu_${subject}`),
}));

/** The groups of a mode. The first leaderboard took the plain mean of MMLU's subjects. */
export function groupsOf(mode: ModeId): readonly Group[] {
  const weights = mode === "openllm-v1" ? "equal" : "size";
  const mmlu: Group[] = [
    ...mmluParts.map((part) => ({ ...part, weights: "size" as const })),
    mode === "harness"
      ? { id: "mmlu", version: "2", members: mmluParts.map(({ id }) => id), weights }
      : { id: "mmlu", version: "1", members: mmluSubjects.map((subject) => `mmlu_${subject}`), weights },
  ];
  if (mode !== "harness" && mode !== "openllm-v1") return mmlu;
  const truthfulqa = mode === "harness" ? ["truthfulqa_mc1", "truthfulqa_mc2"] : ["truthfulqa_mc2"];
  const board = ["arc_challenge", "hellaswag", "mmlu", "truthfulqa_mc2", "winogrande", "gsm8k"];
  return [
    ...mmlu,
    ...(mode === "harness" ? [{ id: "ai2_arc", version: "1", members: ["arc_challenge", "arc_easy"], weights: null }] : []),
    { id: "truthfulqa", version: "1", members: truthfulqa, weights: null },
    ...(mode === "openllm-v1" ? [{ id: "openllm", version: "1", members: board, weights: null }] : []),
  ];
}
