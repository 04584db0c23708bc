import type { PromptFormat } from "./prompt-format.ts";

/** A model that can answer: a file on this machine, pinned by its digest, and how to talk to it. */
export interface LocalModel {
  readonly id: string;
  readonly name: string;
  /** Absent for files that were added by the user. */
  readonly organization?: string;
  readonly kind: "base" | "instruct";
  /** Absolute path of the GGUF file. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly quantization?: string;
  /** Installed with the package `@llmlist/pocket-models`; it is never downloaded and cannot be removed. */
  readonly bundled?: true;
  readonly license?: { readonly name: string; readonly url: string };
  /** Null: the model only continues text, and conversations are refused. */
  readonly promptFormat: PromptFormat | null;
}
