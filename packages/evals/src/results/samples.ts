import { createHash } from "node:crypto";
import { floatText } from "../python/text.ts";
import { contextOf } from "../requests/build-requests.ts";
import type { AskedQuestion, FinishedTask } from "../run/run-evals.ts";
import type { Answer } from "../tasks/task.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The rows of a task as `lm_eval --log_samples` writes them, one for each question and filter. */
export function sampleRows({ prepared, asked }: FinishedTask): object[] {
  return asked.flatMap((one) => [...new Set(one.measured.map(({ filter }) => filter))].map((filter) => sampleRow(prepared, one, filter)));
}

function sampleRow({ task }: FinishedTask["prepared"], { question, answers, measured }: AskedQuestion, filter: string): object {
  const { exercise, shots, id } = question;
  const own = measured.filter((one) => one.filter === filter);
  const { scoring } = task;
  const generation =
    scoring.type === "generation" ? { until: scoring.until, do_sample: false, temperature: 0, max_gen_toks: scoring.maxTokens } : null;
  const pairs = exercise.requests.map((request) => [contextOf(task, shots, request.question), request.continuation ?? generation] as const);
  const target = String(exercise.target);
  return {
    doc_id: id,
    doc: exercise.document,
    target,
    arguments: Object.fromEntries(
      pairs.map(([context, continuation], index) => [`gen_args_${index}`, { arg_0: context, arg_1: continuation }]),
    ),
    resps: answers.map((answer) => [responseOf(answer)]),
    filtered_resps: answers.map((answer) => ("text" in answer ? (own[0]?.filtered ?? answer.text) : responseOf(answer))),
    filter,
    metrics: own.map(({ metric }) => metric),
    doc_hash: sha256(JSON.stringify(exercise.document, null, 2)),
    prompt_hash: sha256(pairs[0]?.[0] ?? ""),
    target_hash: sha256(target),
    ...Object.fromEntries(own.map(({ metric, value }) => [metric, value])),
  };
}

/** Values as Python prints them: the reference logs texts. */
const responseOf = (answer: Answer): string | string[] =>
  "text" in answer ? answer.text : [floatText(answer.logLikelihood), answer.isGreedy ? "True" : "False"];
