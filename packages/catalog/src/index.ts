export type { Hardware, HardwareId } from "./hardware.ts";
export { describe } from "./describe.ts";
export { attentionOf } from "./memory/dimensions.ts";
export { estimateFileSize, visionBytes } from "./memory/file-size.ts";
export type { FileSizeEstimate } from "./memory/file-size.ts";
export { fileTypes } from "./memory/gguf-types.ts";
export type { FileType } from "./memory/gguf-types.ts";
export { bitsPerWeight, quantizations } from "./memory/bits-per-weight.ts";
export type { Quantization } from "./memory/bits-per-weight.ts";
export { estimateMemory } from "./memory/estimate.ts";
export type { MemoryEstimate, MemoryOptions } from "./memory/estimate.ts";
export { availableMemory, fits, judgeFit } from "./memory/fits.ts";
export type { Fit, MemoryNeed } from "./memory/fits.ts";
export { kvCacheBytes } from "./memory/kv-cache.ts";
export { layerCountsOf } from "./memory/layers.ts";
export type { LayerCounts, Missing } from "./memory/layers.ts";
export { runtimeBytes } from "./memory/runtime.ts";
export type {
  Aliases,
  Architecture,
  Attention,
  Bound,
  CommercialUse,
  IsoDate,
  LayerKind,
  License,
  Links,
  Model,
  ModelKind,
} from "./model.ts";
export {
  contextOf,
  findModels,
  getModel,
  organizationName,
  organizationSpellings,
  parametersOf,
  requireModel,
  requireOrganization,
  searchModels,
} from "./find-models.ts";
export { type NameKind, UnknownNameError } from "./names/index.ts";
export type { Family, ModelId, ModelOrder, ModelQuery } from "./find-models.ts";
