export { ManualClock } from "./manual-clock.ts";
export { createScriptedEngine } from "./scripted-engine.ts";
export type { ScriptedAnswer, ScriptedEngineOptions, ScriptedModel } from "./scripted-engine.ts";
