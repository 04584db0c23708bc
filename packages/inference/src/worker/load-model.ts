import { createHash } from "node:crypto";
import { getLlama, type Llama, type LlamaContext, LlamaLogLevel, type LlamaModel } from "node-llama-cpp";
import { availableCores } from "../available-cores.ts";
import type { Conversation, ModelInfo } from "../engine.ts";
import { type PromptPart, createPromptRenderer } from "./prompt.ts";
import type { WorkerSettings } from "./protocol.ts";

const BATCH_TOKENS = 512;
const MEASURED_TOKENS = 12;

/** A model that is ready to answer. */
export interface LoadedModel {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  readonly render: (conversation: Conversation) => PromptPart[];
  readonly info: ModelInfo;
  readonly templateSha256: string | null;
  /** Of memory, for all conversations when they are full. */
  readonly conversationBytes: number;
}

/**
 * Loads a file as the settings say.
 *
 * @throws Error with llama.cpp's own reason.
 */
export async function loadModel(settings: WorkerSettings): Promise<LoadedModel> {
  const complaints: string[] = [];
  try {
    const llama = await getLlama({
      build: "never",
      maxThreads: settings.threads ?? availableCores(),
      logLevel: LlamaLogLevel.error,
      logger: (_, message) => void complaints.push(message.trim()),
    });
    const model = await llama.loadModel({ modelPath: settings.path });
    const threads = settings.threads ?? (await quickestThreads(model));
    const context = await model.createContext({
      sequences: settings.sequences,
      contextSize: settings.contextTokens,
      batchSize: BATCH_TOKENS,
      threads,
    });
    const chatTemplate = model.fileInfo.metadata.tokenizer.chat_template ?? null;
    const render = createPromptRenderer(settings.promptFormat, chatTemplate ?? undefined, {
      bos: model.tokens.bosString ?? "",
      eos: model.tokens.eosString ?? "",
    });
    const { tokens } = model;
    const info: ModelInfo = {
      contextTokens: settings.contextTokens,
      sequences: settings.sequences,
      vocabularySize: model.fileInfo.metadata.tokenizer.ggml.tokens.length,
      chatTemplate,
      bosToken: tokens.bosString,
      eosToken: tokens.eosString,
      bosTokenId: tokens.bos,
      eosTokenId: tokens.eos,
      prependsBos: tokens.shouldPrependBosToken,
      engine: `node-llama-cpp, llama.cpp ${llama.llamaCppRelease.release}`,
      device: llama.supportsGpuOffloading ? (await llama.getGpuDeviceNames()).join(", ") : "CPU",
      threads,
    };
    const templateSha256 =
      settings.promptFormat?.type === "template" && chatTemplate !== null ? createHash("sha256").update(chatTemplate).digest("hex") : null;
    const { sequences, contextTokens } = settings;
    const { cpuRam: conversationBytes } = await model.fileInsights.estimateContextResourceRequirementsV2({
      sequences,
      contextSize: contextTokens,
      batchSize: BATCH_TOKENS,
      modelGpuLayers: model.gpuLayers,
    });
    return { llama, model, context, render, info, templateSha256, conversationBytes };
  } catch (cause) {
    // llama.cpp gives its reason only to the log.
    throw new Error([cause instanceof Error ? cause.message : String(cause), ...complaints].join("; "), { cause });
  }
}

/** The number of threads that writes fastest here: more threads than a small model can feed make it slower. */
async function quickestThreads(model: LlamaModel): Promise<number> {
  const cores = availableCores();
  let best = { threads: 1, milliseconds: Number.POSITIVE_INFINITY };
  for (let threads = 1; threads <= cores; threads *= 2) {
    const context = await model.createContext({ contextSize: 256, batchSize: 64, threads });
    const sequence = context.getSequence();
    const first = model.tokens.bos ?? model.tokenize("a")[0];
    if (first === undefined) throw new Error("the model has no tokens");
    await sequence.evaluateWithoutGeneratingNewTokens([first]);
    const begun = performance.now();
    for (let count = 0; count < MEASURED_TOKENS; count++) await sequence.evaluateWithoutGeneratingNewTokens([first]);
    const milliseconds = performance.now() - begun;
    await context.dispose();
    // A gain within the noise is not worth a core that others could use.
    if (milliseconds < 0.9 * best.milliseconds) best = { threads, milliseconds };
  }
  return best.threads;
}
