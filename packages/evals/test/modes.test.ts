import { describe, expect, it } from "vitest";

import { pandasColumn, readAsPandas } from "../src/tasks/pandas.ts";
import { mmluTasks } from "../src/tasks/mmlu.ts";
import type { ModeId } from "../src/tasks/task.ts";
import { linesOf } from "./own-rows.ts";

type RequestFields = readonly [subject: string, id: number, index: number, context: string, continuation: string | null];

const row = { question: " What is 2 + 2? ", subject: "abstract_algebra", choices: ["3", " 4", "None", "5"], answer: 1 };
const task = (mode: ModeId) =>
  mmluTasks.find((one) => one.mode === mode && one.subject === "abstract_algebra") ?? expect.unreachable("MMLU has this mode.");

describe("MMLU, in each of its modes", () => {
  it.each<[ModeId, string, string, (string | null)[]]>([
    [
      "harness",
      "The following are multiple choice questions (with answers) about abstract algebra.\n\n",
      "What is 2 + 2?\nA. 3\nB.  4\nC. None\nD. 5\nAnswer: B\n\n",
      [" A", " B", " C", " D"],
    ],
    [
      "openllm-v1",
      "The following are multiple choice questions (with answers) about abstract algebra.\n\n",
      "What is 2 + 2?\nA. 3\nB.  4\nC. None\nD. 5\nAnswer: B\n\n",
      [" A", " B", " C", " D"],
    ],
    [
      "original",
      "The following are multiple choice questions (with answers) about  abstract algebra.\n\n",
      " What is 2 + 2? \nA. 3\nB.  4\nC. None\nD. 5\nAnswer: B\n\n",
      ["A", "B", "C", "D"],
    ],
    [
      "helm",
      "The following are multiple choice questions (with answers) about abstract algebra.\n\n",
      "Question:  What is 2 + 2? \nA. 3\nB.  4\nC. None\nD. 5\nAnswer: B\n\n",
      [null],
    ],
    ["harness-2023", "", "Question:  What is 2 + 2? \nChoices:\nA. 3\nB.  4\nC. None\nD. 5\nAnswer:  4\n\n", [" 3", "  4", " None", " 5"]],
  ])("%s writes and scores its own prompt", (mode, description, shot, continuations) => {
    const { exerciseOf, description: own } = task(mode);
    const exercise = exerciseOf(row);
    expect(own).toBe(description);
    expect(exercise.shot).toBe(shot);
    expect(exercise.requests.map(({ continuation }) => continuation)).toEqual(continuations);
    expect(shot.startsWith(exercise.requests[0]?.question ?? "-")).toBe(true);
  });

  it("shows five shots where the leaderboard, HELM and the authors did", async () => {
    for (const mode of ["openllm-v1", "helm", "original", "harness-2023"] as const) {
      const [first = ""] = await linesOf("mmlu_abstract_algebra", undefined, undefined, mode);
      const [, , , context] = JSON.parse(first) as RequestFields;
      expect(context.split("Answer:")).toHaveLength(7);
    }
  });

  it("shuffles the documents with Random(42) on the first leaderboard, and shows the first rows", async () => {
    const lines = (await linesOf("mmlu_abstract_algebra", undefined, undefined, "openllm-v1")).map(
      (line) => JSON.parse(line) as RequestFields,
    );
    const today = (await linesOf("mmlu_abstract_algebra", 5)).map((line) => JSON.parse(line) as RequestFields);
    // python3 -c "import random; x = list(range(12)); r = random.Random(42); r.shuffle(x); print(x)"
    const order = [7, 5, 2, 8, 9, 6, 11, 3, 4, 0, 1, 10];
    expect(lines.filter(([, , index]) => index === 0).map(([, , , context]) => context)).toEqual(
      order.map((id) => today.find(([, other, index]) => other === id && index === 0)?.[3]),
    );
  });

  it("counts a text that is the same as the right one, in HELM's mode, and no other token than a letter", () => {
    const helm = task("helm");
    const exercise = helm.exerciseOf({ ...row, choices: ["4", "4", "5", "6"], answer: 1 });
    const right = (text: string) => helm.measure(exercise, [{ text }])[0]?.value;
    expect([right(" A"), right("B"), right(" C"), right(" 4"), right("")]).toEqual([1, 1, 0, 0, 0]);
  });

  it("reads rows as pandas does, in the authors' mode", () => {
    const rows = readAsPandas([row, { ...row, choices: ["3", "4.50", "N/A", "6"] }]) as (typeof row)[];
    expect(rows.map(({ choices }) => choices)).toEqual([
      ["3", "4.0", "nan", "5"],
      ["3", "4.5", "nan", "6"],
    ]);
    expect(pandasColumn(["01", "+2", "-3"])).toEqual(["1", "2", "-3"]);
    expect(pandasColumn(["1", "NA", "3"])).toEqual(["1.0", "nan", "3.0"]);
    expect(pandasColumn(["True", "false"])).toEqual(["True", "False"]);
    expect(pandasColumn(["1e3", ".5", "x"])).toEqual(["1e3", ".5", "x"]);
  });
});
