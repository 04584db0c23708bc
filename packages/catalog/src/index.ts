export type { Mirror, ModelArtifact, PromptFormat } from "./artifact.ts";
export type { Hardware, HardwareId } from "./hardware.ts";
export { availableMemory, bitsPerWeight, estimateMemory, fits, kvCacheBytes } from "./memory.ts";
export type { MemoryEstimate, MemoryOptions, Quantization } from "./memory.ts";
export type { Architecture, Bound, CommercialUse, IsoDate, License, Model, ModelKind } from "./model.ts";
export { contextOf, findModels, getModel, parametersOf } from "./models.ts";
export type { Family, ModelId, ModelQuery } from "./models.ts";
export { starterArtifacts } from "./starter-artifacts.ts";
