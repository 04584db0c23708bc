export type { Contestant } from "./contestant.ts";
export type { Device, DeviceSettings } from "./device-settings.ts";
export type {
  Continuation,
  Conversation,
  Engine,
  GenerateRequest,
  GenerationEvent,
  GenerationRecord,
  Limits,
  Message,
  ModelInfo,
  ModelStats,
  Picture,
  Sampling,
  ScoredText,
  ScoredToken,
  ScoreRequest,
  TokenizeOptions,
  TokenLogProbability,
  WorkerState,
} from "./engine.ts";
export { joinEngines } from "./join-engines.ts";
export { createLlamaServerEngine } from "./llama-server/llama-server-engine.ts";
export type { LlamaServerEngine, LlamaServerEngineOptions } from "./llama-server/llama-server-engine.ts";
export type { LlamaServerModel } from "./llama-server/supervised-server.ts";
export { InferenceError } from "./errors.ts";
export type { InferenceErrorCode } from "./errors.ts";
export { createWorkerPool } from "./worker-pool.ts";
export type { MemoryBudget, WorkerPool, WorkerPoolOptions } from "./worker-pool.ts";
export { scoreContinuations } from "./choices.ts";
export type { Choices, ScoredContinuation } from "./choices.ts";
export { tryModel } from "./trial.ts";
export type { TrialOptions, TrialSettings } from "./trial.ts";
export { planMemory } from "./memory-plan.ts";
export type { MemoryPlan } from "./memory-plan.ts";
export { paceTogether } from "./pacing.ts";
export type { AnswerEvent, PacingOptions } from "./pacing.ts";
export { machineEnergy } from "./energy/machine.ts";
export type { EnergySource } from "./energy/meter.ts";
export { createRemoteEngine } from "./remote/remote-engine.ts";
export type { RemoteEngineOptions } from "./remote/remote-engine.ts";
export type { RemoteModelOptions } from "./remote/remote-model.ts";
export type { ServerKind } from "./remote/server-kind.ts";
