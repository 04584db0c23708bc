import { createFolderSource } from "../data/folder.ts";
import { createHubSource } from "../data/hub.ts";
import type { RowSource } from "../data/row-source.ts";
import type { RequestOptions } from "../requests/build-requests.ts";
import { readOwnTasks } from "../tasks/own-task.ts";
import { findTasks, type Selection } from "../tasks/find-tasks.ts";
import { modeOf, namesOf, rowsOf, wholeNumber } from "./command.ts";

/** Which questions are asked: options of `run` and of `requests`. */
export const taskOptions = {
  tasks: { type: "string" },
  "task-file": { type: "string", multiple: true },
  mode: { type: "string", default: "harness" },
  "num-fewshot": { type: "string" },
  limit: { type: "string" },
  rows: { type: "string" },
  data: { type: "string" },
} as const;

export const taskUsage = `  --tasks a,b          tasks and groups; llmlist-evals tasks lists them
  --task-file FILE     a task of your own, as JSON; may be given several times
  --mode harness       how it is asked: harness, openllm-v1, helm, harness-2023, original
  --num-fewshot N      shots; left out, as many as the mode has
  --limit N            the first N questions of each task
  --rows 0-3,17        questions of these rows alone, with the shots that they have in a whole run
  --data DIR           rows from a folder of published files; left out, from the hub (HF_ENDPOINT)`;

interface TaskValues {
  readonly tasks?: string | undefined;
  readonly "task-file"?: string[] | undefined;
  readonly mode: string;
  readonly "num-fewshot"?: string | undefined;
  readonly limit?: string | undefined;
  readonly rows?: string | undefined;
  readonly data?: string | undefined;
}

/** What the options ask for. */
export interface Asked {
  readonly selection: Selection;
  readonly source: RowSource;
  readonly requests: RequestOptions;
}

/** @throws EvalError `bad-input` for a task, a mode or a folder that there is not. */
export function askedBy(values: TaskValues, log: (sentence: string) => void): Asked {
  const own = readOwnTasks(values["task-file"] ?? []);
  const names = [...namesOf(values.tasks), ...(values.tasks === undefined ? own.tasks.map(({ id }) => id) : [])];
  const selection = findTasks(names, modeOf(values.mode), own.tasks);
  const published = () => (values.data === undefined ? createHubSource({ log }) : createFolderSource(values.data));
  const needsPublished = selection.tasks.some((task) => !own.tasks.includes(task));
  return {
    selection,
    source: own.sourceWith(needsPublished ? published() : null),
    requests: {
      shots: wholeNumber(values["num-fewshot"], "num-fewshot", 0, 1000),
      limit: wholeNumber(values.limit, "limit", 1),
      rows: rowsOf(values.rows),
    },
  };
}
