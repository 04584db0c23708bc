import type { EvalResult } from "./result.ts";

/** A result as a table for people, with what decided the numbers below it. */
export function markdownOf({ results, llmlist }: EvalResult): string {
  const rows = Object.entries(results).flatMap(([id, figures]) =>
    Object.entries(figures).flatMap(([key, value]) => {
      const [metric = "", filter = ""] = key.split(",");
      if (filter === "" || metric.endsWith("_stderr")) return [];
      const error = figures[`${metric}_stderr,${filter}`];
      const task = llmlist.tasks[id];
      return [
        [
          id,
          task?.version ?? "",
          filter,
          task ? String(task.shots) : "",
          metric,
          decimals(value),
          `±${decimals(error)}`,
          String(figures.sample_len),
        ],
      ];
    }),
  );
  const head = ["task", "version", "filter", "shots", "metric", "value", "stderr", "questions"];
  const table = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
  const { name, sha256, engine } = llmlist.model;
  return [
    `Model: ${name} (${sha256 === null ? "weights not known" : `sha256 ${sha256}`}), ${engine}`,
    "",
    ...table,
    "",
    ...notesOf(llmlist.tasks),
  ].join("\n");
}

const decimals = (value: unknown): string => (typeof value === "number" ? value.toFixed(4) : "n/a");

function notesOf(tasks: EvalResult["llmlist"]["tasks"]): string[] {
  return Object.entries(tasks).flatMap(([id, task]) => [
    ...(task.data_same_as === null
      ? [`${id}: unverified rows, sha256 ${task.data.sha256}${task.data.revision === null ? "" : `, commit ${task.data.revision}`}`]
      : []),
    ...(task.truncated_prompts > 0 ? [`${id}: ${task.truncated_prompts} prompts were cut to fit`] : []),
    ...(task.prompts_with_dropped_shots > 0 ? [`${id}: ${task.prompts_with_dropped_shots} prompts lost shots to fit`] : []),
    ...(task.within_noise.doc_ids.length > 0
      ? [
          `${id}: ${task.within_noise.doc_ids.length} questions were decided within ${task.within_noise.nats} nats: ${task.within_noise.doc_ids.join(", ")}`,
        ]
      : []),
  ]);
}
