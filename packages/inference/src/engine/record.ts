import type { GenerateRequest, GenerationEvent, GenerationRecord, ModelInfo } from "./engine.ts";

/** What is known of the model that answered. */
interface Maker {
  readonly info: ModelInfo;
  /** Null where another machine holds the weights. */
  readonly sha256: string | null;
  readonly templateSha256: string | null;
  readonly energy?: GenerationRecord["energy"];
}

/** Everything that an answer was made with, with every value that its request leaves out. */
export function createRecord(
  { info, sha256, templateSha256, energy }: Maker,
  request: GenerateRequest,
  { promptTokens, outputTokens, firstTokenMs, totalMs }: Extract<GenerationEvent, { type: "generation-end" }>,
): GenerationRecord {
  const {
    temperature,
    topP,
    topK,
    minP = 0,
    seed,
    presencePenalty = 0,
    frequencyPenalty = 0,
    stop = [],
    ignoreEnd,
    json,
    grammar,
    logProbabilities,
    repeatPenalty,
    repeatLastTokens,
    logitBias,
  } = request;
  const { contextTokens, engine, device, threads } = info;
  const room = contextTokens === null || promptTokens === null ? null : contextTokens - promptTokens;
  const seconds = firstTokenMs === null ? 0 : (totalMs - firstTokenMs) / 1000;
  return {
    sampling: {
      maxTokens: request.fitsMaxTokens && room !== null ? Math.min(request.maxTokens ?? room, room) : (request.maxTokens ?? room),
      temperature,
      topP,
      topK,
      minP,
      seed,
      presencePenalty,
      frequencyPenalty,
      stop,
      ...(ignoreEnd ? { ignoreEnd } : {}),
      ...(json === undefined ? {} : { json }),
      ...(grammar === undefined ? {} : { grammar }),
      ...(repeatPenalty === undefined ? {} : { repeatPenalty }),
      ...(repeatLastTokens === undefined ? {} : { repeatLastTokens }),
      ...(logitBias === undefined ? {} : { logitBias }),
      ...(logProbabilities === undefined ? {} : { logProbabilities }),
    },
    systemPrompt: "prompt" in request ? null : request.systemPrompt,
    engine,
    device,
    threads,
    sha256,
    templateSha256: "prompt" in request ? null : templateSha256,
    tokensPerSecond: outputTokens !== null && outputTokens > 1 && seconds > 0 ? (outputTokens - 1) / seconds : null,
    energy: energy ?? null,
  };
}
