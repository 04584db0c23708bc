/** A very small chat model that comes with the package: a file, pinned by its digest, and what it was made from. */
export interface PocketModel {
  /** Stable for ever; a model that is trained anew gets another. */
  readonly id: string;
  readonly name: string;
  readonly organization: "llmlist";
  readonly kind: "instruct";
  /** It is installed with the package: nothing is downloaded. */
  readonly bundled: true;
  /** Absolute path of the GGUF file. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hexadecimal digest of the whole file. */
  readonly sha256: string;
  readonly quantization: "F16" | "Q8_0" | "Q4_0";
  readonly license: { readonly name: string; readonly url: string };
  /** The file carries its chat template; system messages are left out, for it was trained on none. */
  readonly promptFormat: { readonly type: "template"; readonly systemMessage: "left-out" };
  readonly parameters: number;
  /** In tokens. It was trained on conversations of up to two questions. */
  readonly contextTokens: number;
  /** The version of `@llmlist/catalog` whose facts it learned. */
  readonly catalogVersion: string;
  /** The commit of this repository with the code that made the training set and the model. */
  readonly trainingCommit: string;
}
