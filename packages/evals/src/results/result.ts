import { z } from "zod";
import { argmax, marginOf } from "../metrics/choices.ts";
import type { AskedQuestion, EvalRun, FinishedTask } from "../run/run-evals.ts";
import type { ModelDescription } from "../scoring/language-model.ts";
import type { Selection } from "../tasks/find-tasks.ts";
import { mean } from "../metrics/statistics.ts";
import { type Figure, figuresOf, figuresOfGroup } from "./figures.ts";

/** Nats between two choices within which another machine may choose the other; more where the batch moves scores by more. */
const NOISE_NATS = 0.01;

const questionSchema = z.object({
  doc_id: z.number(),
  /** Of the data set's file, whatever the order of the mode. */
  row: z.number(),
  target: z.union([z.number(), z.string()]),
  /** Null for minus infinity. */
  scores: z.array(z.number().nullable()).optional(),
  choice: z.number().optional(),
  /** Nats between the best choice and the second. */
  margin: z.number().nullable().optional(),
  text: z.string().optional(),
  filtered: z.record(z.string(), z.string()).optional(),
  metrics: z.record(z.string(), z.number().nullable()),
  cut_tokens: z.number(),
  dropped_shots: z.number(),
});
/** One question of a result, by which runs are compared. */
export type QuestionResult = z.infer<typeof questionSchema>;

const dataSchema = z.object({ files: z.array(z.string()), revision: z.string().nullable(), sha256: z.string() });

const taskSchema = z.object({
  version: z.string(),
  mode: z.string(),
  main_metric: z.string(),
  shots: z.number(),
  shot_seed: z.number().nullable(),
  bos: z.string(),
  data: dataSchema,
  shot_data: dataSchema.nullable(),
  /** Where these rows were published; null where they were not compared with published ones. */
  data_same_as: z.string().nullable(),
  truncated_prompts: z.number(),
  prompts_with_dropped_shots: z.number(),
  within_noise: z.object({ nats: z.number(), doc_ids: z.array(z.number()) }),
  questions: z.array(questionSchema),
});

/** A result: the reference's fields, which its tools read, and `llmlist` with everything that decided the numbers. */
export const resultSchema = z.looseObject({
  results: z.record(z.string(), z.record(z.string(), z.union([z.number(), z.string(), z.null()]))),
  llmlist: z.looseObject({
    model: z.looseObject({ name: z.string(), source: z.string(), sha256: z.string().nullable(), engine: z.string() }),
    tasks: z.record(z.string(), taskSchema),
  }),
});
export type EvalResult = z.infer<typeof resultSchema>;
type TaskResult = z.infer<typeof taskSchema>;

/** What a result tells beside the run. */
export interface ResultContext {
  readonly selection: Selection;
  readonly model: ModelDescription;
  readonly maxLength: number;
  readonly seconds: number;
  /** Of this package. */
  readonly version: string;
  readonly date: Date;
  readonly limit: number | null;
}

/** The result of a run, ready for `JSON.stringify`. */
export function resultOf({ tasks, probe, parallel }: EvalRun, context: ResultContext): EvalResult {
  const { selection, model, maxLength, seconds, version, date, limit } = context;
  const figures = new Map(tasks.map((task) => [task.prepared.task.id, figuresOf(task)]));
  const noise = Math.max(NOISE_NATS, parallel > 1 ? 2 * probe.batchNoise : 0);
  const groups = selection.groups.map((group) => ({ group, figures: figuresOfGroup(group, figures, selection.groups) }));
  const byTask = (value: (task: FinishedTask) => unknown) => Object.fromEntries(tasks.map((task) => [task.prepared.task.id, value(task)]));
  const groupResults = Object.fromEntries(groups.map(({ group, figures: own }) => [group.id, referenceFigures(group.id, own)]));
  return {
    results: {
      ...Object.fromEntries([...figures].map(([id, own]) => [id, referenceFigures(id, own)])),
      ...groupResults,
    },
    groups: Object.fromEntries(groups.filter(({ figures: own }) => own.size > 0).map(({ group }) => [group.id, groupResults[group.id]])),
    group_subtasks: Object.fromEntries(selection.groups.map(({ id, members }) => [id, members])),
    configs: byTask(({ prepared: { task, shots } }) => ({
      task: task.id,
      num_fewshot: shots,
      metadata: { version: task.version },
      description: task.description,
    })),
    versions: {
      ...byTask(({ prepared }) => prepared.task.version),
      ...Object.fromEntries(selection.groups.map((group) => [group.id, group.version])),
    },
    "n-shot": byTask(({ prepared }) => prepared.shots),
    higher_is_better: byTask((task) => Object.fromEntries([...figuresOf(task).keys()].map((key) => [key.split(",")[0] ?? "", true]))),
    "n-samples": byTask(({ prepared, asked }) => ({ original: prepared.available, effective: asked.length })),
    config: { model: "llmlist-evals", model_args: model.source, batch_size: parallel, device: model.device, limit, fewshot_seed: 1234 },
    model_name: model.name,
    date: date.getTime() / 1000,
    total_evaluation_time_seconds: String(seconds),
    llmlist: {
      version,
      reference: "lm_eval 0.4.13",
      model: { ...model, tokenizer_sha256: probe.tokenizerSha256, probe_log_likelihood: probe.logLikelihood },
      parallel,
      batch_noise_nats: probe.batchNoise,
      chat_template: null,
      max_length: maxLength,
      seconds,
      ...boardOf(figures, groups),
      tasks: Object.fromEntries(tasks.map((task) => [task.prepared.task.id, taskResult(task, noise)])),
    },
  };
}

function referenceFigures(id: string, figures: ReadonlyMap<string, Figure>): Record<string, number | string> {
  const entries = [...figures].flatMap(([key, { value, standardError }]) => {
    const [metric, filter] = key.split(",");
    return [
      [key, value],
      [`${metric}_stderr,${filter}`, standardError ?? "N/A"],
    ] as const;
  });
  const size = Math.max(0, ...[...figures.values()].map((figure) => figure.size));
  return { alias: id, ...Object.fromEntries(entries), sample_len: size };
}

/** The six columns of the first Open LLM Leaderboard and their mean, in percent, where all were run in its mode. */
function boardOf(
  figures: ReadonlyMap<string, ReadonlyMap<string, Figure>>,
  groups: readonly { readonly group: { readonly id: string }; readonly figures: ReadonlyMap<string, Figure> }[],
): { open_llm_leaderboard_v1?: Record<string, number> } {
  if (!groups.some(({ group }) => group.id === "openllm")) return {};
  const mmlu = groups.find(({ group }) => group.id === "mmlu")?.figures;
  const columns: Record<string, number | undefined> = {
    ARC: figures.get("arc_challenge")?.get("acc_norm,none")?.value,
    HellaSwag: figures.get("hellaswag")?.get("acc_norm,none")?.value,
    MMLU: mmlu?.get("acc,none")?.value,
    TruthfulQA: figures.get("truthfulqa_mc2")?.get("mc2,none")?.value,
    Winogrande: figures.get("winogrande")?.get("acc,none")?.value,
    GSM8K: figures.get("gsm8k")?.get("acc,none")?.value,
  };
  const found = Object.entries(columns).flatMap(([name, value]) => (value === undefined ? [] : [[name, 100 * value] as const]));
  return { open_llm_leaderboard_v1: { ...Object.fromEntries(found), Average: mean(found.map(([, value]) => value)) } };
}

function taskResult({ prepared, sameAs, bos, asked }: FinishedTask, noise: number): TaskResult {
  const { task, shots, data, shotData } = prepared;
  const questions = asked.map(questionResult);
  const close = questions.filter(({ margin }) => margin !== undefined && margin !== null && margin <= noise);
  const of = ({ files, revision, sha256 }: typeof data) => ({ files: [...files], revision, sha256 });
  return {
    version: task.version,
    mode: task.mode,
    main_metric: `${task.mainMetric.metric},${task.mainMetric.filter}`,
    shots,
    shot_seed: "seed" in task.shotRule ? task.shotRule.seed : null,
    bos,
    data: of(data),
    shot_data: shotData ? of(shotData) : null,
    data_same_as: sameAs,
    truncated_prompts: asked.filter(({ cutTokens }) => cutTokens > 0).length,
    prompts_with_dropped_shots: asked.filter(({ droppedShots }) => droppedShots > 0).length,
    within_noise: { nats: noise, doc_ids: close.map(({ doc_id }) => doc_id) },
    questions,
  };
}

function questionResult({ question, answers, measured, cutTokens, droppedShots }: AskedQuestion): QuestionResult {
  const scores = answers.flatMap((answer) => ("logLikelihood" in answer ? [answer.logLikelihood] : []));
  const [text] = answers.flatMap((answer) => ("text" in answer ? [answer.text] : []));
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    doc_id: question.id,
    row: question.row,
    target: question.exercise.target,
    ...(scores.length > 0 ? { scores: scores.map(finite), choice: argmax(scores), margin: finite(marginOf(scores)) } : {}),
    ...(text === undefined ? {} : { text }),
    ...(text === undefined ? {} : { filtered: Object.fromEntries(measured.map(({ filter, filtered = "" }) => [filter, filtered])) }),
    metrics: Object.fromEntries(measured.map(({ metric, filter, value }) => [`${metric},${filter}`, finite(value)])),
    cut_tokens: cutTokens,
    dropped_shots: droppedShots,
  };
}
