import type { GenerationEvent } from "../../engine/engine.ts";
import type { LoadedModel } from "./load-model.ts";
import type { LockStep } from "./lock-step.ts";
import type { ModelTokens } from "./model-tokens.ts";
import type { WorkerResult, WorkerSettings } from "./protocol.ts";

/** What every task of a worker works with. */
export interface TaskContext {
  readonly loaded: LoadedModel;
  readonly settings: WorkerSettings;
  readonly tokens: ModelTokens;
  readonly steps: LockStep;
}

/** Who gets the events and the result of one task. */
export interface TaskCaller {
  event(event: GenerationEvent): void;
  result(value: WorkerResult): void;
  fail(error: unknown): void;
}
