import { artifacts as listed } from "./generated/artifacts.ts";
import { type ModelId, requireModel } from "./find-models.ts";
import { requireOneOf } from "./input.ts";
import { type FileType, fileTypes } from "./memory/gguf-types.ts";
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
 * @throws UnknownNameError for a model that the catalog does not have; RangeError for a quantization that is none.
 * @example
 * ```ts
 * artifacts({ model: "meta/llama-3.1-8b-instruct", quantization: "Q4_K_M" })[0]?.bytes; // 4920739168
 * ```
 */
export function artifacts(query: { readonly model?: ModelId; readonly quantization?: FileType } = {}): readonly Artifact[] {
  const id = query.model === undefined ? undefined : requireModel(query.model).id;
  const type = query.quantization === undefined ? undefined : requireOneOf("quantization", query.quantization, fileTypes);
  return [...listed(), ...measuredFiles]
    .filter(({ model, quantization }) => (id === undefined || model === id) && (type === undefined || quantization === type))
    .toSorted((one, other) => (one.model === other.model ? one.bytes - other.bytes : one.model < other.model ? -1 : 1));
}
