export { addFile, digestOf, listContestants, removeContestant } from "./added-files.ts";
export { ModelFileError } from "./errors.ts";
export type { ModelFileErrorCode } from "./errors.ts";
export { modelsFolder } from "./models-folder.ts";
export { contestantOf, isPresent, pullArtifact } from "./pull-artifact.ts";
export type { PullOptions, PullProgress } from "./pull-artifact.ts";
export { readGguf } from "./read-gguf.ts";
export type { GgufHeader, GgufTensorInfo } from "./read-gguf.ts";
export { problemOfModel, readModel } from "./read-model.ts";
