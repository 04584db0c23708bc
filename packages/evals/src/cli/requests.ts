import { prepareTask, requestLines } from "../requests/build-requests.ts";
import { parseCommand } from "./command.ts";
import { askedBy, taskOptions, taskUsage } from "./task-options.ts";

const USAGE = `usage: llmlist-evals requests --tasks a,b [options]

  Prints each request as one line of JSON: [doc_id, index, context, continuation or null]; of MMLU the subject stands first.

${taskUsage}`;

/** Prints what would be asked, and asks nothing. */
export async function requestsCommand(argv: readonly string[]): Promise<void> {
  const { values } = parseCommand(argv, { ...taskOptions, help: { type: "boolean", short: "h" } });
  if (values.help) return console.log(USAGE);
  const { selection, source, requests } = askedBy(values, (sentence) => console.error(sentence));
  for (const task of selection.tasks) {
    const prepared = await prepareTask(task, source, requests);
    for (const line of requestLines(prepared)) await write(`${line}\n`);
  }
}

/** Waits where the reader is slower. */
async function write(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise<void>((resolve) => process.stdout.once("drain", () => resolve()));
}
