import type { AnySplit } from "../data/row-source.ts";
import type { Row, SetId } from "../data/rows.ts";
import type { SplitId } from "../data/set-files.ts";

/** How the published numbers were made. */
export type ModeId = "harness" | "openllm-v1" | "helm" | "harness-2023" | "original";

/** What is asked of a model for one document. */
interface RequestText {
  /** What stands after description and shots. */
  readonly question: string;
  /** What is scored; null where the model writes an answer. */
  readonly continuation: string | null;
}

/** A row, made ready for a task. */
export interface Exercise {
  /** With its answer, as it stands among the shots, up to the question after it. */
  readonly shot: string;
  readonly requests: readonly RequestText[];
  /** The index of the right choice, or the right answer. */
  readonly target: number | string;
  /** The row as the reference logs it, with what its preprocessing adds. */
  readonly document: Row;
}

/** How the shots of a question are chosen. */
export type ShotRule =
  /** The first rows, in their order. The documents may be shuffled. */
  | { readonly type: "first"; readonly shuffleSeed: number | null }
  /** A draw for each document in turn, by one generator. */
  | {
      readonly type: "draw";
      readonly seed: number;
      /** The documents are shuffled by the same generator first. */
      readonly shufflesDocuments: boolean;
      /** One more is drawn than is shown, and the document itself is left out. */
      readonly leavesOutDocument: boolean;
    }
  /** One set for all documents, as HELM draws it: by the texts of the answers. */
  | { readonly type: "balanced"; readonly seed: number; readonly label: (row: Row) => string };

/** What is scored. */
type Scoring =
  /** The log-likelihood of each continuation. */
  | { readonly type: "continuations" }
  /** The last token of each continuation alone, without what stands before it, as one next token. */
  | { readonly type: "next-token" }
  | { readonly type: "generation"; readonly maxTokens: number; readonly until: readonly string[]; readonly addsEndToken: boolean };

/** How a prompt that is too long is made to fit. */
type FitRule =
  /** Tokens are cut from its beginning. */
  | "cut-left"
  /** The last shots are left out, then tokens are cut from its beginning. */
  | "drop-shots"
  /** The last shots are left out, then tokens are cut from its end. */
  | "drop-shots-cut-right";

/** When the token that begins a sequence is put first. */
export type BosRule = "auto" | "never" | "always";

/** What a model gave for one request. */
export type Answer = { readonly logLikelihood: number; readonly isGreedy: boolean } | { readonly text: string };

/** A figure of one document: `acc`, `acc_norm`, `exact_match`; 0 to 1. */
export interface Measured {
  readonly metric: string;
  /** Which filter the answer went through; `none` for choices. */
  readonly filter: string;
  readonly value: number;
  /** The answer after the filter, for tasks that generate. */
  readonly filtered?: string;
}

/** A benchmark in one mode: data and a few pure functions. */
export interface Task {
  readonly id: string;
  /** As the reference numbers it; a result names it. */
  readonly version: string;
  readonly mode: ModeId;
  readonly evaluated: AnySplit;
  /** Null where a task has no shots. */
  readonly shotSplit: AnySplit | null;
  readonly shotRule: ShotRule;
  readonly defaultShots: number;
  /** The number of shots is a part of the task and cannot be chosen. */
  readonly hasFixedShots: boolean;
  readonly description: string;
  readonly scoring: Scoring;
  readonly fit: FitRule;
  readonly bos: BosRule;
  /** Of rows, before anything else; by default none. */
  readonly prepareRows?: (rows: readonly Row[]) => readonly Row[];
  readonly exerciseOf: (row: Row) => Exercise;
  readonly measure: (exercise: Exercise, answers: readonly Answer[]) => readonly Measured[];
  /** The metric that boards show first. */
  readonly mainMetric: { readonly metric: string; readonly filter: string };
  /** Of MMLU: the subject, which its requests begin with. */
  readonly subject?: string;
}

/** A task of a data set whose rows are known. */
export const splitOf = (set: SetId, split: SplitId["split"], config = ""): SplitId => ({ set, config, split });
