/** A test that models are measured by. */
export interface Benchmark {
  readonly id: string;
  readonly name: string;
  /** What it measures, in our words. */
  readonly measures: { readonly en: string; readonly zh: string };
  readonly unit: "percent" | "score";
  /** Where its questions can be had: a dataset on Hugging Face. */
  readonly dataset?: string;
  readonly split?: string;
  /** Questions in that split. */
  readonly examples?: number;
  /** What LM Evaluation Harness reports of it, in its words. */
  readonly metric?: string;
  /** Examples in the prompt on the Open LLM Leaderboard. */
  readonly leaderboardShots?: number;
  /** arXiv identifier of the paper. */
  readonly paper?: string;
  /** What else it is called, for example by LM Evaluation Harness. */
  readonly spellings?: readonly string[];
  /** Programs that compute it differently, so that their values are not comparable. */
  readonly implementations?: readonly string[];
}

/** One published value. Values that disagree stand side by side. */
export interface Result {
  readonly model: string;
  readonly benchmark: string;
  readonly value: number;
  /** In the unit of the benchmark. */
  readonly unit: "percent" | "score";
  readonly implementation?: string;
  /** Examples in the prompt, where the source says so. */
  readonly shots?: number;
  /** The model was asked to reason before it answers. */
  readonly chainOfThought?: true;
  /** What was computed, in the words of the source: `acc_char`, `Pass@1`, `F1`. */
  readonly metric?: string;
  /** The part of the benchmark's data: `val`, `test`, `testmini`. */
  readonly split?: string;
  /** What else the source says of the measurement: a subset, a date, a way to prompt. */
  readonly variant?: string;
  /** Who published the value. */
  readonly reporter: string;
  /** Identifier of the source. */
  readonly source: string;
}

/** A place where models are compared. */
export interface Platform {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly status: "live" | "frozen";
  /** When it began, and when it took no more models, to the precision of the source. */
  readonly period?: { readonly from?: string; readonly to?: string };
  readonly method: { readonly en: string; readonly zh: string };
  /** How to run it, or to have a model listed. */
  readonly howToRun: { readonly en: string; readonly zh: string };
}
