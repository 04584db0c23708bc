import type { EngineAdmission } from "./admission.ts";
import type { Scheduler } from "./scheduler.ts";

/** An image in a file format that the model's engine reads. */
export interface Image {
  readonly mediaType: "image/jpeg" | "image/png" | "image/webp" | "image/gif";
  readonly data: Uint8Array;
}

/** A call of a tool, as a model asks for it. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** A JSON object. */
  readonly arguments: string;
}

/** A tool that a model may ask for. */
export interface Tool {
  readonly name: string;
  readonly description?: string;
  /** A JSON Schema of an object. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** One message of a conversation. */
export interface Message {
  /** A system message that comes first is better given as `systemPrompt`. `tool` is the result of a call. */
  readonly role: "user" | "assistant" | "system" | "tool";
  readonly content: string;
  /** Shown before the text. Engines without image support refuse them as `unsupported`. */
  readonly images?: readonly Image[];
  /** What the model thought before this answer. */
  readonly reasoning?: string;
  /** Of an answer that asked for tools. */
  readonly toolCalls?: readonly ToolCall[];
  /** Of a result: which call it belongs to. */
  readonly toolCallId?: string;
  /** Of a result: the tool. */
  readonly name?: string;
}

/** A conversation that the model's own prompt format turns into text. */
export interface Conversation {
  readonly messages: readonly Message[];
  /** Sent as the first system message; the empty string sends none, and a template may then put in its own. A transcript has its own introduction instead. */
  readonly systemPrompt: string;
  /** Tools that the model may ask for. Engines that cannot offer them refuse as `unsupported`. */
  readonly tools?: readonly Tool[];
  /** `auto` where left out. `required` asks for one of them at least, a name for this one. */
  readonly toolChoice?: "auto" | "none" | "required" | { readonly name: string };
  /** One call at most, where false. */
  readonly parallelToolCalls?: boolean;
  /** Further variables of the chat template, such as `enable_thinking`. */
  readonly templateVariables?: Readonly<Record<string, unknown>>;
  /** The last message is an answer of the model that is to be continued, and no new one begins. */
  readonly continuesAnswer?: boolean;
  /** What the model thinks comes as `reasoning-delta` instead of as a part of the text, where the engine can tell the two apart. */
  readonly separatesReasoning?: boolean;
}

/** Text, or tokens, that the model continues as they stand. Special tokens in the text count as such. */
export interface Continuation {
  readonly prompt: string | readonly number[];
}

/** Everything that decides an answer. What is left out is off; no value is put in silently. */
export interface Sampling {
  /** Null: as many as the conversation has room for. */
  readonly maxTokens: number | null;
  /** Where `maxTokens` is more than there is room for, the answer gets the room that there is, which its record tells; else that is an error. */
  readonly fitsMaxTokens?: boolean;
  /** 0 always takes the likeliest token. */
  readonly temperature: number;
  /** 1 is off. */
  readonly topP: number;
  /** 0 is off. */
  readonly topK: number;
  /** 0, or left out, is off. */
  readonly minP?: number;
  readonly seed: number;
  /** Off where left out. As OpenAI defines them: taken from the logit of a token that has occurred, once, or as often as it has. */
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  /** llama.cpp's penalty of repetitions: logits of the latest tokens are divided by it, or multiplied where they are negative. 1, or left out, is off. */
  readonly repeatPenalty?: number;
  /** How many of the latest tokens, prompt included, all penalties look at; 64 where left out with `repeatPenalty`. -1 is all. */
  readonly repeatLastTokens?: number;
  /** Added to the logits of tokens, by their number. -100 and less bans a token. */
  readonly logitBias?: Readonly<Record<number, number>>;
  /** The answer ends before any of these texts. */
  readonly stop?: readonly string[];
  /** Goes on after a token that ends the answer, up to `maxTokens`: for measurements, which need answers of one length. */
  readonly ignoreEnd?: boolean;
  /** A JSON Schema that the answer follows; `true` for any JSON. */
  readonly json?: true | Readonly<Record<string, unknown>>;
  /** A grammar in GBNF that the answer follows. */
  readonly grammar?: string;
  /** Natural logarithms of the probabilities of each token and of this many likeliest ones, as the model has them before any sampling. */
  readonly logProbabilities?: number;
}

/** How long each part of a generation may take, in milliseconds. */
export interface Limits {
  /** From the call to the last token. */
  readonly timeoutMs: number;
  /** In line, before the model begins. */
  readonly queueTimeoutMs?: number;
  readonly firstTokenTimeoutMs?: number;
  readonly betweenTokensTimeoutMs?: number;
  /** Whose request it is: users wait in turn, however many requests each has. */
  readonly user?: string;
  readonly signal?: AbortSignal;
}

export type GenerateRequest = (Conversation | Continuation) & Sampling & Limits;

/** A token as the model knows it, and the logarithm of its probability. */
export interface TokenLogProbability {
  /** Null where an endpoint tells its text alone. */
  readonly token: number | null;
  readonly text: string;
  /** The bytes of a token that is a part of a character; left out, they are those of the text. */
  readonly bytes?: readonly number[];
  readonly logProbability: number;
}

/** One token of a text that was scored; the first has nothing before it and so no probability. */
export interface ScoredToken {
  /** Null where an endpoint tells its text alone. */
  readonly token: number | null;
  readonly text: string;
  readonly bytes?: readonly number[];
  readonly logProbability: number | null;
  /** The likeliest tokens in its place, best first. */
  readonly top: readonly TokenLogProbability[];
}

/** Values that are told only where they were asked for. */
type OptionalSampling =
  | "fitsMaxTokens"
  | "ignoreEnd"
  | "json"
  | "grammar"
  | "logProbabilities"
  | "repeatPenalty"
  | "repeatLastTokens"
  | "logitBias";

/** What an answer was made with, every value as it was used. */
export interface GenerationRecord {
  readonly sampling: Required<Omit<Sampling, OptionalSampling>> & Pick<Sampling, OptionalSampling>;
  readonly engine: string;
  readonly device: string;
  /** Null where another machine has them. */
  readonly threads: number | null;
  /** Of the weights; null where another machine holds them. */
  readonly sha256: string | null;
  /** sha256 of the chat template, where the answer went through one. */
  readonly templateSha256: string | null;
  /** Null where the text was continued as it stood. */
  readonly systemPrompt?: string | null;
  /** After the first token; null where there is no second. */
  readonly tokensPerSecond?: number | null;
  /**
   * Its share, by the tokens of all answers that were written then, of what the processors took meanwhile, other programs and idle power
   * included; `of` says what was counted. Null where the machine does not tell.
   */
  readonly energy?: { readonly joules: number; readonly of: string } | null;
}

export type GenerationEvent =
  /** In line behind others; again whenever the line moves. */
  | { readonly type: "queue-position"; readonly position: number; readonly estimatedWaitMs: number | null }
  | { readonly type: "text-delta"; readonly text: string }
  /** Only where `separatesReasoning` is asked for. */
  | { readonly type: "reasoning-delta"; readonly text: string }
  /** A tool is asked for. The first of a call has its id and name; further ones of the same index bring more of its arguments. */
  | { readonly type: "tool-call-delta"; readonly index: number; readonly id?: string; readonly name?: string; readonly arguments: string }
  /** Only where log-probabilities are asked for: each token, also those whose text is held back for a stop string. */
  | { readonly type: "token-scored"; readonly token: ScoredToken }
  | {
      readonly type: "generation-end";
      readonly reason: "stop" | "length" | "aborted";
      /** Null where an endpoint tells no usage. */
      readonly promptTokens: number | null;
      /** Of the prompt, those that were still in memory from before. */
      readonly cachedTokens?: number;
      readonly outputTokens: number | null;
      /** Milliseconds from the call. */
      readonly firstTokenMs: number | null;
      readonly totalMs: number;
      /** Milliseconds of it in line. */
      readonly queueMs?: number;
      readonly record?: GenerationRecord;
    };

/** `unloaded`: not in memory now; a request brings it. */
export type WorkerState = "unloaded" | "starting" | "ready" | "restarting" | "failed" | "closed";

/** What is to be scored. */
export interface ScoreRequest extends Limits {
  /** With special tokens as such; a beginning-of-sequence token is put first where the model wants one and the tokens are text. */
  readonly prompt: string | readonly number[];
  /** Tokens before this index need no probability, which saves their computation. 0 by default. */
  readonly from?: number;
  /** How many of the likeliest tokens are told in each place. */
  readonly top: number;
}

/** A text with the probabilities of its tokens, and what would come next. */
export interface ScoredText {
  readonly tokens: readonly ScoredToken[];
  /** The likeliest tokens after the text, best first; as many as `top`, and one at least. */
  readonly next: readonly TokenLogProbability[];
}

/** How text becomes tokens. */
export interface TokenizeOptions {
  /** Special tokens written in the text count as such. */
  readonly special: boolean;
  /** The token that begins a sequence is put first, where the model wants one. */
  readonly bos: boolean;
}

/** What a model is and can do. Null is what an endpoint does not tell, or the model does not have. */
export interface ModelInfo {
  readonly contextTokens: number | null;
  /** Conversations at once. */
  readonly sequences: number;
  readonly vocabularySize: number | null;
  readonly chatTemplate: string | null;
  readonly bosToken: string | null;
  readonly eosToken: string | null;
  readonly bosTokenId: number | null;
  readonly eosTokenId: number | null;
  readonly prependsBos: boolean | null;
  /** Whether the model was made to turn texts into vectors; left out where that is unknown. */
  readonly isEmbeddingModel?: boolean;
  readonly engine: string;
  readonly device: string;
  readonly threads: number | null;
}

/** Figures of a model while it runs. */
export interface ModelStats {
  readonly state: WorkerState;
  /** Conversations that are being answered, and that wait. */
  readonly active: number;
  readonly waiting: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
  /** Bytes of memory of the worker; null where it is another machine's. */
  readonly residentBytes: number | null;
  readonly restarts: number;
}

/** How a request for several models waits. */
export interface ReserveLimits extends Pick<Limits, "user" | "signal" | "queueTimeoutMs"> {
  /** Called with the position in the queue, 1 being next, whenever it changes. */
  readonly onPosition?: (position: number) => void;
}

/** A sequence of one model that is kept free for one answer. */
export interface Reservation {
  readonly modelId: string;
  /**
   * Answers in the reserved sequence, which is given back when the answer ends. Times are counted from the reservation's request.
   *
   * @throws InferenceError `bad-request` where the reservation was used or released before.
   */
  generate(request: GenerateRequest): AsyncIterable<GenerationEvent>;
  /** Gives an unused sequence back. The signal of the reservation does the same. */
  release(): void;
}

/** Answers by model id, wherever they are computed. A failure in mid-answer is thrown as `InferenceError`. */
export interface Engine {
  generate(modelId: string, request: GenerateRequest): AsyncIterable<GenerationEvent>;
  /** The log-probability of each token of a text. */
  logLikelihood(modelId: string, request: ScoreRequest): Promise<ScoredText>;
  /** Of a text, or of what the prompt format makes of a conversation. */
  tokenize(modelId: string, text: string | Conversation, options: TokenizeOptions): Promise<readonly number[]>;
  detokenize(modelId: string, tokens: readonly number[]): Promise<string>;
  /** The prompt that the prompt format makes of a conversation. Left out by engines that cannot tell. */
  promptText?(modelId: string, conversation: Conversation): Promise<string>;
  /** One vector per text, or list of tokens. */
  embed(modelId: string, texts: readonly (string | readonly number[])[]): Promise<readonly (readonly number[])[]>;
  info(modelId: string): Promise<ModelInfo>;
  /**
   * Reserves a sequence of each of several models in one step, or waits until it can: it never holds one model while it waits for another.
   *
   * @returns A reservation for each model, in the given order. Each must be used or released.
   * @throws InferenceError `unknown-model`, and `insufficient-memory` or `bad-request` where the models can never be used at once; `queue-full` or
   * `timeout`; an `AbortError` when the signal ends the wait.
   * @example
   * ```ts
   * const [a, b] = await engine.reserveTogether(["smollm2", "qwen-72b"], { user: "voter", queueTimeoutMs: 60_000 });
   * ```
   */
  reserveTogether(modelIds: readonly string[], limits: ReserveLimits): Promise<readonly Reservation[]>;
  /**
   * Whether these models can ever be used at once: within the memory budget, and with as many sequences as they stand in the list.
   *
   * @throws InferenceError `unknown-model`.
   */
  canRunTogether(modelIds: readonly string[]): boolean;
  stats(): ReadonlyMap<string, ModelStats>;
  states(): ReadonlyMap<string, WorkerState>;
  /** Why a model failed or is being restarted, by model id. */
  reasons(): ReadonlyMap<string, string>;
  /** Resolves when every model is `ready` or `failed`. */
  whenReady(): Promise<void>;
  close(): Promise<void>;
  /** Admits its requests; engines that were joined share one order. A `QueuedEngine` makes it. */
  readonly scheduler: Scheduler;
  /**
   * What `joinEngines` needs to reserve a model together with those of other engines.
   *
   * @throws InferenceError `unknown-model`.
   */
  admissionOf(modelId: string): EngineAdmission;
}
