import type { GenerateRequest, GenerationRecord, ModelInfo } from "./engine.ts";

/** What made the answer to a request, with every value that the request leaves out. */
export function answerRecord(
  request: GenerateRequest,
  made: {
    /** What null came to, where that is known. */
    readonly maxTokens: number | null;
    readonly info: ModelInfo;
    readonly sha256: string | null;
    readonly templateSha256: string | null;
  },
): GenerationRecord {
  const { temperature, topP, topK, minP = 0, seed, presencePenalty = 0, frequencyPenalty = 0, stop = [], json, logProbabilities } = request;
  const { engine, device, threads } = made.info;
  return {
    sampling: {
      maxTokens: made.maxTokens,
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
    engine,
    device,
    threads,
    sha256: made.sha256,
    templateSha256: "prompt" in request ? null : made.templateSha256,
  };
}
