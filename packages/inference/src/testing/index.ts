export { ManualClock } from "./manual-clock.ts";
export { randomNumbers } from "./random-tensor.ts";
export { createScriptedEngine } from "./scripted-engine.ts";
export type { ScriptedEngine, ScriptedEngineOptions } from "./scripted-engine.ts";
export type { ScriptedAnswer, ScriptedModel } from "./scripted-model.ts";
export { chatMl, imageMarkers, tinyModel, tinyProjector } from "./tiny-model.ts";
export type { TinyModelOptions } from "./tiny-model.ts";
export { writeGguf } from "./write-gguf.ts";
export type { GgufFile, GgufLies, GgufTensor, GgufValue, TensorType } from "./write-gguf.ts";
