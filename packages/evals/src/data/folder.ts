import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { EvalError } from "../errors.ts";
import { rowsOfFile } from "./parse-file.ts";
import { digestOfRows, type RowSet } from "./rows.ts";
import { fileNamesOf, type SplitId } from "./set-files.ts";

/** Where rows come from. */
export interface DataSource {
  /** @throws EvalError `bad-data` that says what is missing or wrong. */
  load(split: SplitId): Promise<RowSet>;
}

/**
 * Rows from a folder that holds one folder for each data set, each with files as they are published.
 *
 * @throws EvalError `bad-input` where there is no such folder.
 */
export function createFolderSource(folder: string): DataSource {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new EvalError(
      "bad-input",
      `There is no folder ${folder}. --data names a folder with a folder for each data set: arc, gsm8k, mmlu, ...`,
    );
  const listings = new Map<string, readonly string[]>();
  return {
    async load(split) {
      const base = join(folder, split.set);
      const files = listings.get(split.set) ?? listFiles(base, folder);
      listings.set(split.set, files);
      for (const { pattern, form } of fileNamesOf(split)) {
        const found = files.filter((file) => pattern.test(file)).toSorted();
        if (found.length === 0) continue;
        const parts = await Promise.all(
          found.map((file) => rowsOfFile(split, { name: join(base, file), form, bytes: readFileSync(join(base, file)) })),
        );
        const rows = parts.flat();
        return { rows, sha256: digestOfRows(rows), files: found.map((file) => `${split.set}/${file}`), revision: null };
      }
      throw new EvalError("bad-data", missing(split, base));
    },
  };
}

function listFiles(base: string, folder: string): string[] {
  if (!statSync(base, { throwIfNoEntry: false })?.isDirectory()) {
    const there = readdirSync(folder).join(", ") || "nothing";
    throw new EvalError("bad-data", `${folder} has no folder for this data set, which would be ${base}; it holds ${there}.`);
  }
  return readdirSync(base, { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"));
}

function missing({ config, split, set }: SplitId, base: string): string {
  const what = [config, split].filter((part) => part !== "").join(", ");
  const hint =
    set === "arc" && split === "train" ? " Without the training rows ARC has no shots: choose --num-fewshot 0, or add them." : "";
  return `${base} has no file for ${what} in a published format (Parquet as on the hub, or the author's own files).${hint}`;
}
