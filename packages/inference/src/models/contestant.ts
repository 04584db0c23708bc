import type { PromptFormat } from "@llmlist/catalog";

/** A model that can answer: a file on this machine, pinned by its digest, and how to talk to it. */
export interface Contestant {
  readonly id: string;
  readonly name: string;
  /** Absent for files that the operator added without naming a maker. */
  readonly organization?: string;
  readonly kind: "base" | "instruct";
  /** Absolute path of the GGUF file. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly quantization?: string;
  /** One of the very small models that come with llmlist: kept out of rankings that hold real models. */
  readonly isPocketModel?: true;
  readonly license?: { readonly name: string; readonly url: string };
  /** Null: the model only continues text, and conversations are refused. */
  readonly promptFormat: PromptFormat | null;
}
