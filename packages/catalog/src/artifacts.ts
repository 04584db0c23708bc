import { artifacts as listed } from "./generated/artifacts.ts";
import type { FileType } from "./memory/gguf-types.ts";
import { measuredFiles } from "./measured-files.ts";

/** One GGUF file that was published, with its size and digest. */
export interface Artifact {
  /** `repository/file`, or `host/file`. */
  readonly id: string;
  readonly model: string;
  readonly file: string;
  readonly url?: string;
  /** On Hugging Face. */
  readonly repository?: string;
  /** The commit of the repository, where its source gives it. */
  readonly revision?: string;
  /** As the file's name says; `conflictsOf(id)` of `/provenance` tells where its source says something else. */
  readonly quantization: FileType;
  readonly bytes: number;
  /** Lower-case hexadecimal digests of the whole file. */
  readonly sha256?: string;
  readonly md5?: string;
  /** Weights in the file, where its source counts them. */
  readonly parameters?: number;
  /** Absent for files that were measured here. */
  readonly source?: string;
}

/**
 * GGUF files of models, in the order of models and sizes: those that public lists give with bytes and digest, and a few that were measured here.
 *
 * @example
 * ```ts
 * artifacts({ model: "meta/llama-3.1-8b-instruct", quantization: "Q4_K_M" })[0]?.bytes; // 4920739168
 * ```
 */
export function artifacts(query: { readonly model?: string; readonly quantization?: FileType } = {}): readonly Artifact[] {
  return [...listed(), ...measuredFiles]
    .filter(
      ({ model, quantization }) =>
        (query.model === undefined || model === query.model) && (query.quantization === undefined || quantization === query.quantization),
    )
    .toSorted((one, other) => (one.model === other.model ? one.bytes - other.bytes : one.model < other.model ? -1 : 1));
}
