import { fileURLToPath } from "node:url";
import { createFolderSource } from "../src/data/folder.ts";
import { prepareTask, requestLines } from "../src/requests/build-requests.ts";
import { findTasks } from "../src/tasks/find-tasks.ts";
import type { ModeId } from "../src/tasks/task.ts";

/** Rows of our own making, a few for each data set, with what a careless reader gets wrong. */
export const ownRows = fileURLToPath(new URL("rows", import.meta.url));

/** The requests of tasks, a line each. */
export async function linesOf(tasks: string, shots: number | undefined, folder = ownRows, mode: ModeId = "harness"): Promise<string[]> {
  const source = createFolderSource(folder);
  const prepared = findTasks(tasks.split(","), mode).tasks.map((task) => prepareTask(task, source, { shots }));
  return (await Promise.all(prepared)).flatMap(requestLines);
}
