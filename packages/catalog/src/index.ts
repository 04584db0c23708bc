export type { Mirror, ModelArtifact, PromptFormat } from "./artifact.ts";
export type { Hardware, HardwareId } from "./hardware.ts";
export { attentionOf, availableMemory, bitsPerWeight, estimateMemory, fits, kvCacheBytes } from "./memory.ts";
export type { MemoryEstimate, MemoryOptions, Quantization } from "./memory.ts";
export type { Aliases, Architecture, Attention, Bound, CommercialUse, IsoDate, License, Links, Model, ModelKind } from "./model.ts";
export { contextOf, findModels, getModel, parametersOf } from "./models.ts";
export type { Family, ModelId, ModelQuery } from "./models.ts";
export { starterArtifacts } from "./starter-artifacts.ts";
