import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { InsufficientMemoryError, type Llama, type LlamaContext, LlamaLogLevel, type LlamaModel, type Token } from "node-llama-cpp";
import { availableCores } from "../available-cores.ts";
import type { ModelInfo } from "../../engine/engine.ts";
import { InferenceError } from "../../engine/errors.ts";
import { describeDevice, openLlama } from "./device.ts";
import { templateEngine } from "./chat-template.ts";
import { createPromptRenderer, type Prompt, type PromptRenderer } from "./prompt.ts";
import { promptTokens, specialTokensOf } from "./prompt-tokens.ts";
import type { WorkerSettings } from "./protocol.ts";
import { checkTemplate } from "./template-guard.ts";

const BATCH_TOKENS = 512;
const MEASURED_TOKENS = 12;
const LOG_MS = 100;

/** A model that is ready to answer. */
export interface LoadedModel {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  readonly renderer: PromptRenderer;
  /** The tokens of a conversation's prompt, without the one that begins a sequence. */
  readonly tokensOf: (prompt: Prompt) => Token[];
  readonly info: ModelInfo;
  readonly templateSha256: string | null;
  /** Of memory, for all conversations when they are full. */
  readonly conversationBytes: number;
}

/**
 * Loads a file as the settings say.
 *
 * @throws InferenceError `load-failed` with llama.cpp's own reason, or `insufficient-memory`.
 */
export async function loadModel(settings: WorkerSettings): Promise<LoadedModel> {
  const { device = "auto", gpuLayers } = settings;
  const complaints: string[] = [];
  let llama: Llama | null = null;
  try {
    llama = await openWithin(settings, (complaint) => void complaints.push(complaint));
    return await loadInto(llama, settings);
  } catch (cause) {
    const isTooLarge = cause instanceof InsufficientMemoryError;
    if (isTooLarge && llama && llama.gpu !== false && device === "auto" && gpuLayers === undefined) {
      await llama.dispose();
      return loadModel({ ...settings, device: "cpu" });
    }
    // llama.cpp gives its reason only to the log, which comes a moment later.
    await setTimeout(LOG_MS);
    const reason = [cause instanceof Error ? cause.message : String(cause), ...complaints].join("; ");
    const code = isTooLarge ? "insufficient-memory" : InferenceError.isInstance(cause) ? cause.code : "load-failed";
    throw new InferenceError(code, reason, { cause });
  }
}

/** Opens llama.cpp with the caps of memory that the settings name. */
async function openWithin(settings: WorkerSettings, onError: (message: string) => void): Promise<Llama> {
  const { device = "auto", gpuMemoryBytes, memoryBytes } = settings;
  const llama = await openLlama(device, {
    build: "never",
    // A cap says what may be taken; without one the library keeps some memory free.
    ...(gpuMemoryBytes === undefined ? {} : { vramPadding: 0 }),
    ...(memoryBytes === undefined ? {} : { ramPadding: 0 }),
    maxThreads: settings.threads ?? availableCores(),
    logLevel: LlamaLogLevel.error,
    logger: (_, message) => onError(message.trim()),
  });
  if (gpuMemoryBytes !== undefined) await llama.setVramCap(gpuMemoryBytes);
  if (memoryBytes !== undefined) await llama.setRamCap(memoryBytes);
  return llama;
}

/** Loads the weights, makes the context, and reads from the file how conversations are written. */
async function loadInto(llama: Llama, settings: WorkerSettings): Promise<LoadedModel> {
  const model = await loadWeights(llama, settings);
  const threads = settings.threads ?? (await quickestThreads(model));
  const { sequences, contextTokens } = settings;
  const context = await model.createContext({ sequences, contextSize: contextTokens, batchSize: BATCH_TOKENS, threads });
  const specials = specialTokensOf(model);
  const chatTemplate = chatTemplateOf(model);
  const renderer = createPromptRenderer(settings.promptFormat, chatTemplate ?? undefined, {
    bos: model.tokens.bosString ?? "",
    eos: model.tokens.eosString ?? "",
    specials: specials.map(({ text }) => text),
    compile: templateEngine(llama),
  });
  const usesTemplate = settings.promptFormat?.type === "template";
  if (usesTemplate) checkTemplate(model, renderer, specials);
  const { cpuRam: conversationBytes } = await model.fileInsights.estimateContextResourceRequirementsV2({
    sequences,
    contextSize: contextTokens,
    batchSize: BATCH_TOKENS,
    modelGpuLayers: model.gpuLayers,
  });
  return {
    llama,
    model,
    context,
    renderer,
    tokensOf: (prompt) => (prompt.isTranscript ? model.tokenize(prompt.text, false) : promptTokens(model, prompt, specials)),
    info: await describeModel(llama, model, { sequences, contextTokens, threads }),
    templateSha256: usesTemplate && chatTemplate !== null ? createHash("sha256").update(chatTemplate).digest("hex") : null,
    conversationBytes,
  };
}

async function loadWeights(llama: Llama, settings: WorkerSettings): Promise<LlamaModel> {
  const { device = "auto", gpuLayers } = settings;
  const model = await llama.loadModel({
    modelPath: settings.path,
    // As many layers as fit beside the contexts of all conversations.
    gpuLayers: gpuLayers ?? { fitContext: { contextSize: settings.contextTokens * settings.sequences } },
  });
  if (device !== "auto" && device !== "cpu" && gpuLayers === undefined && model.gpuLayers === 0)
    throw new InferenceError("insufficient-memory", `No layer of the model fits in the memory of ${device}; choose cpu`);
  return model;
}

const chatTemplateOf = ({ fileInfo }: LlamaModel): string | null => fileInfo.metadata.tokenizer.chat_template ?? null;

async function describeModel(
  llama: Llama,
  model: LlamaModel,
  settings: Pick<ModelInfo, "contextTokens" | "sequences" | "threads">,
): Promise<ModelInfo> {
  const { tokens } = model;
  return {
    ...settings,
    vocabularySize: model.fileInfo.metadata.tokenizer.ggml.tokens.length,
    chatTemplate: chatTemplateOf(model),
    bosToken: tokens.bosString,
    eosToken: tokens.eosString,
    bosTokenId: tokens.bos,
    eosTokenId: tokens.eos,
    prependsBos: tokens.shouldPrependBosToken,
    isEmbeddingModel: isMadeForVectors(model),
    engine: `node-llama-cpp, llama.cpp ${llama.llamaCppRelease.release}`,
    device: await describeDevice(llama, model),
  };
}

/** Whether a file says how its vectors are pooled, as those of embedding models do, or is of a family that only makes vectors. */
function isMadeForVectors({ fileInfo }: LlamaModel): boolean {
  const { architecture } = fileInfo.metadata.general;
  const own: unknown = Reflect.get(fileInfo.metadata, architecture);
  const pooling: unknown = typeof own === "object" && own !== null ? Reflect.get(own, "pooling_type") : undefined;
  return (typeof pooling === "number" && pooling > 0) || /bert|embedding/u.test(architecture);
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
