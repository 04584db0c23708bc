import { groupsOf } from "../tasks/groups.ts";
import { modes, tasks } from "../tasks/find-tasks.ts";
import { parseCommand } from "./command.ts";

const USAGE = `usage: llmlist-evals tasks

  Lists the tasks and groups of each mode, with their version, data, shots and metric.`;

/** Lists what there is. */
export function tasksCommand(argv: readonly string[]): void {
  const { values } = parseCommand(argv, { help: { type: "boolean", short: "h" } });
  if (values.help) return console.log(USAGE);
  for (const mode of modes) {
    console.log(`${mode}:`);
    for (const task of tasks.filter((one) => one.mode === mode && one.subject === undefined)) {
      const data = [task.evaluated.set, task.evaluated.config, task.evaluated.split].filter((part) => part !== "").join(" ");
      console.log(
        `  ${task.id.padEnd(18)}version ${task.version.padEnd(5)} ${task.defaultShots} shots  ${task.mainMetric.metric.padEnd(12)} ${data}`,
      );
    }
    for (const { id, members } of groupsOf(mode)) console.log(`  ${id.padEnd(22)}group of ${members.length}`);
  }
}
