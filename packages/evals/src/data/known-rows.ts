import { EvalError } from "../errors.ts";
import { knownDigests } from "./known-digests.ts";
import type { RowSet } from "./rows.ts";

/** Where the files were read whose rows are known. GSM8K and TruthfulQA have the same rows on the hub. */
const origins: Readonly<Record<string, string>> = {
  gsm8k: "openai/grade-school-math 3101c7d",
  truthfulqa: "ictnlp/TruthX a41093a (TruthfulQA/data/v0)",
  arc: "mosaicml/llm-foundry 8c8dd48",
  winogrande: "mosaicml/llm-foundry 8c8dd48",
  mmlu: "hendrycks/test 785eba57",
};

const byFile = new Map(
  knownDigests
    .trim()
    .split("\n")
    .map((line) => line.split(" ") as [string, string]),
);
const byDigest = new Map([...byFile].map(([file, digest]) => [digest, file]));

/** Whether rows are the published ones. */
export interface Verification {
  /** Null where these rows were never compared with published ones. */
  readonly sameAs: string | null;
}

/**
 * Compares rows with those that were published.
 *
 * @throws EvalError `bad-data` where a file has the name of a published one, and other rows.
 */
export function verifyRows({ files, sha256 }: RowSet, allowsChanges: boolean): Verification {
  const [file = ""] = files;
  const same = byDigest.get(sha256);
  if (same !== undefined) return { sameAs: `${origins[same.split("/")[0] ?? ""]}, ${same}` };
  const expected = byFile.get(file);
  if (expected !== undefined && !allowsChanges)
    throw new EvalError(
      "bad-data",
      `The rows of ${file} are not the published ones: their sha256 is ${sha256}, but that of ${origins[file.split("/")[0] ?? ""]} is ${expected}. ` +
        "Get the file again, or run with --allow-changed-rows; the result will say so.",
    );
  return { sameAs: null };
}
