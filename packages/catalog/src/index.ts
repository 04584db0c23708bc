export type { Hardware, HardwareId } from "./hardware.ts";
export { describe } from "./describe.ts";
export { attentionOf } from "./memory/dimensions.ts";
export { estimateFileSize } from "./memory/file-size.ts";
export type { FileSizeEstimate } from "./memory/file-size.ts";
export { fileTypes } from "./memory/gguf-types.ts";
export type { FileType } from "./memory/gguf-types.ts";
export { availableMemory, bitsPerWeight, estimateMemory, fits, kvCacheBytes } from "./memory/estimate.ts";
export type { MemoryEstimate, MemoryOptions, Quantization } from "./memory/estimate.ts";
export type { Aliases, Architecture, Attention, Bound, CommercialUse, IsoDate, License, Links, Model, ModelKind } from "./model.ts";
export {
  contextOf,
  findModels,
  getModel,
  organizationName,
  parametersOf,
  requireModel,
  requireOrganization,
  searchModels,
} from "./find-models.ts";
export { type NameKind, UnknownNameError } from "./names/index.ts";
export type { Family, ModelId, ModelQuery } from "./find-models.ts";
