import type { SetId } from "./rows.ts";

/** How a file holds rows. */
export type FileForm = "json" | "json-lines" | "csv" | "parquet";

/** A name under which a split is published. */
interface FileName {
  /** Of the path below the folder of the data set. */
  readonly pattern: RegExp;
  readonly form: FileForm;
}

/** One split of one configuration of a data set. */
export interface SplitId {
  readonly set: SetId;
  /** The hub's name of the configuration: a subject of MMLU, `ARC-Easy`; empty where there is one alone. */
  readonly config: string;
  readonly split: "train" | "validation" | "test" | "dev";
}

const otherNames: Readonly<Record<SplitId["split"], string>> = {
  train: "train(?:_xl)?",
  validation: "(?:validation|valid|val|dev)",
  test: "test",
  dev: "dev",
};

/** The files in which a split may be found, in a folder of the published formats; the first that is there counts. */
export function fileNamesOf({ set, config, split }: SplitId): readonly FileName[] {
  const name = otherNames[split];
  const inConfig = `^(?:${[config, set, "main", "default", "multiple_choice", "winogrande_xl"].join("|")})?/?`;
  const inMmlu = `^${config}/`;
  const base = set === "mmlu" ? inMmlu : set === "arc" ? `^${config}/` : inConfig;
  const common: FileName[] = [
    { pattern: new RegExp(`${base}(?:${name}(?:-\\d{5}-of-\\d{5})?|${name}/\\d{4})\\.parquet$`, "iu"), form: "parquet" },
    { pattern: new RegExp(`${base}${name}\\.jsonl$`, "iu"), form: "json-lines" },
  ];
  if (set === "mmlu") {
    const file = { validation: "val", train: "train", test: "test", dev: "dev" }[split];
    return [{ pattern: new RegExp(`^${file}/${config}_${file}\\.csv$`, "u"), form: "csv" }, ...common];
  }
  if (set === "arc") {
    const own = [
      { pattern: new RegExp(`^(?:${config}/)?${config}-${name}\\.jsonl$`, "iu"), form: "json-lines" as const },
      { pattern: new RegExp(`^${config.replace("-", "_")}_${name}\\.jsonl$`, "iu"), form: "json-lines" as const },
    ];
    const foundry = { pattern: new RegExp(`^${config.replace("-", "_")}\\.jsonl$`, "iu"), form: "json-lines" as const };
    return [...common, ...own, ...(split === "test" ? [foundry] : [])];
  }
  if (set === "truthfulqa") return [{ pattern: /^mc_task\.json$/u, form: "json" }, ...common];
  if (set === "hellaswag") return [...common, { pattern: new RegExp(`^hellaswag_${name}\\.jsonl$`, "u"), form: "json-lines" }];
  if (set === "winogrande" && split === "validation") return [...common, { pattern: /^winogrande\.jsonl$/u, form: "json-lines" }];
  return common;
}

/** Where the hub has a data set. */
export interface HubFiles {
  readonly repository: string;
  /** The pinned commit; null where its rows were never seen by us: the newest commit is taken, and recorded. */
  readonly revision: string | null;
  /** A branch beside `main`, such as the hub's own conversion to Parquet. */
  readonly branch: string;
  readonly paths: readonly string[];
}

/** The files of a split on the hub. */
export function hubFilesOf({ set, config, split }: SplitId): HubFiles {
  const one = (folder: string) => [`${folder}${split}-00000-of-00001.parquet`];
  const main = { revision: null, branch: "main" };
  const converted = { revision: null, branch: "refs/convert/parquet" };
  if (set === "arc") return { repository: "allenai/ai2_arc", ...main, paths: one(`${config}/`) };
  if (set === "mmlu") return { repository: "cais/mmlu", ...main, paths: one(`${config}/`) };
  if (set === "truthfulqa") return { repository: "truthfulqa/truthful_qa", ...main, paths: one("multiple_choice/") };
  if (set === "gsm8k") return { repository: "openai/gsm8k", ...main, paths: one("main/") };
  if (set === "hellaswag") return { repository: "Rowan/hellaswag", ...converted, paths: [`default/${split}/0000.parquet`] };
  return { repository: "allenai/winogrande", ...converted, paths: [`winogrande_xl/${split}/0000.parquet`] };
}
