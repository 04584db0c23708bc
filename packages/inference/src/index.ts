export type { LocalModel } from "./models/local-model.ts";
export type { Device, DeviceSettings } from "./local/device-settings.ts";
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
  Reservation,
  ReserveLimits,
  Image,
  Sampling,
  ScoredText,
  ScoredToken,
  ScoreRequest,
  TokenizeOptions,
  TokenLogProbability,
  WorkerState,
} from "./engine/engine.ts";
export { joinEngines } from "./queue/join-engines.ts";
export { createLlamaServerEngine } from "./llama-server/llama-server-engine.ts";
export type { LlamaServerEngine, LlamaServerEngineOptions } from "./llama-server/llama-server-engine.ts";
export type { LlamaServerModel } from "./llama-server/supervised-server.ts";
export { AsyncQueue } from "./engine/async-queue.ts";
export { InferenceError } from "./engine/errors.ts";
export type { InferenceErrorCode } from "./engine/errors.ts";
export { createWorkerPool } from "./local/worker-pool.ts";
export type { MemoryBudget } from "./local/memory-budget.ts";
export type { WorkerPool, WorkerPoolOptions } from "./local/worker-pool.ts";
export { scoreContinuations } from "./engine/choices.ts";
export type { Choices, ScoredContinuation } from "./engine/choices.ts";
export { tryModel } from "./local/try-model.ts";
export type { TrialOptions, TrialSettings } from "./local/try-model.ts";
export { planMemory } from "./models/memory-plan.ts";
export type { MemoryPlan } from "./models/memory-plan.ts";
export { paceTogether } from "./pacing/pacing.ts";
export type { AnswerEvent, PacingOptions } from "./pacing/pacing.ts";
export { machineEnergy } from "./energy/machine.ts";
export type { EnergySource } from "./energy/meter.ts";
export { createRemoteEngine } from "./remote/remote-engine.ts";
export type { RemoteEngine, RemoteEngineOptions } from "./remote/remote-engine.ts";
export type { RemoteModelOptions } from "./remote/remote-model.ts";
export type { ServerKind } from "./remote/server-kind.ts";
