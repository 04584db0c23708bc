import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createFolderSource } from "../src/data/folder.ts";
import { prepareTask } from "../src/requests/build-requests.ts";
import { findTasks } from "../src/tasks/find-tasks.ts";
import { linesOf, ownRows } from "./own-rows.ts";
import { ownRowDigests, publishedRowDigests } from "./reference-digests.ts";

const published = process.env.LLMLIST_BENCHMARK_DATA;
const digestOf = (lines: readonly string[]): string => {
  const hash = createHash("sha256");
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest("hex");
};

describe("the requests of a task", () => {
  it.each(ownRowDigests)("are those of LM Evaluation Harness: $tasks with $shots shots", async ({ tasks, shots, requests, sha256 }) => {
    const lines = await linesOf(tasks, shots);
    expect(lines).toHaveLength(requests);
    expect(digestOf(lines)).toBe(sha256);
  });

  it.skipIf(published === undefined).each(publishedRowDigests)(
    "are those of LM Evaluation Harness on published rows (LLMLIST_BENCHMARK_DATA): $tasks with $shots shots",
    { timeout: 60_000 },
    async ({ tasks, shots, requests, sha256 }) => {
      const lines = await linesOf(tasks, shots, published);
      expect(lines).toHaveLength(requests);
      expect(digestOf(lines)).toBe(sha256);
    },
  );

  it("keep the shots of a whole run where only some rows are asked for", async () => {
    const [task] = findTasks(["hellaswag"], "harness").tasks;
    if (!task) throw new Error("There is a task hellaswag.");
    const source = createFolderSource(ownRows);
    const whole = await prepareTask(task, source, { shots: 4 });
    const some = await prepareTask(task, source, { shots: 4, rows: new Set([2, 7]) });
    expect(some.questions).toEqual(whole.questions.filter(({ row }) => row === 2 || row === 7));
    expect((await prepareTask(task, source, { shots: 4, limit: 3 })).questions).toEqual(whole.questions.slice(0, 3));
  });
});
