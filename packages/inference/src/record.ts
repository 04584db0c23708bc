import type { Contestant } from "./contestant.ts";
import type { GenerateRequest, GenerationEvent, GenerationRecord } from "./engine.ts";
import type { ModelWorker } from "./model-worker.ts";

interface Place {
  readonly contestant: Contestant;
  readonly worker: ModelWorker;
  readonly contextTokens: number;
}

/** Everything that an answer of a local worker was made with. Undefined where the worker is gone. */
export function recordOf(
  { contestant, worker, contextTokens }: Place,
  request: GenerateRequest,
  end: Extract<GenerationEvent, { type: "generation-end" }>,
  energy: GenerationRecord["energy"],
): GenerationRecord | undefined {
  const { info } = worker;
  if (!info) return undefined;
  const { maxTokens, temperature, topP, topK, minP = 0, seed, presencePenalty = 0, frequencyPenalty = 0, stop = [] } = request;
  const { json, logProbabilities } = request;
  const { promptTokens, outputTokens, firstTokenMs, totalMs } = end;
  const seconds = firstTokenMs === null ? 0 : (totalMs - firstTokenMs) / 1000;
  return {
    sampling: {
      maxTokens: maxTokens ?? contextTokens - (promptTokens ?? 0),
      temperature,
      topP,
      topK,
      minP,
      seed,
      presencePenalty,
      frequencyPenalty,
      stop,
      ...(json === undefined ? {} : { json }),
      ...(logProbabilities === undefined ? {} : { logProbabilities }),
    },
    systemPrompt: "prompt" in request ? null : request.systemPrompt,
    engine: info.engine,
    device: info.device,
    threads: info.threads,
    sha256: contestant.sha256 || null,
    templateSha256: "prompt" in request ? null : worker.templateSha256,
    tokensPerSecond: outputTokens !== null && outputTokens > 1 && seconds > 0 ? (outputTokens - 1) / seconds : null,
    energy: energy ?? null,
  };
}
