import { type Clock, pause, systemClock } from "../engine/clock.ts";
import type { Conversation, Engine, GenerateRequest, GenerationEvent, ScoredText, ScoreRequest, WorkerState } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { within } from "../queue/limits.ts";
import { RequestQueue } from "../queue/request-queue.ts";
import { createRecord } from "../engine/record.ts";
import { createTextStream } from "../engine/text-stream.ts";

/** What a scripted model says to one request, and how it ends. */
export interface ScriptedAnswer {
  readonly tokens: readonly string[];
  /** Milliseconds before the first token, and before each other; 0 by default. */
  readonly firstTokenMs?: number;
  readonly betweenTokensMs?: number;
  /**
   * How it ends after its last token: normally (by default), in silence, with an error, or in a crash, which cuts all answers of the model and keeps it away for `restartMs`.
   */
  readonly ends?: "normally" | "stall" | "crash" | InferenceError;
}

/** A model that says what a test wants. */
export interface ScriptedModel {
  /** By the text of the last message, or of the prompt; or decided by the whole request. */
  readonly answers: Readonly<Record<string, ScriptedAnswer>> | ((request: GenerateRequest) => ScriptedAnswer);
  /** Left out, scoring is `unsupported`. */
  readonly score?: (request: ScoreRequest) => ScoredText;
  /** Left out, `ready`; a model that failed refuses what it is asked. */
  readonly state?: "ready" | "failed";
}

/** How a scripted engine behaves. */
export interface ScriptedEngineOptions {
  readonly models: Readonly<Record<string, ScriptedModel>>;
  /** Conversations of a model at once; more wait in queue. 1 by default. */
  readonly sequences?: number;
  readonly contextTokens?: number;
  readonly maxWaiting?: number;
  /** How long a model that crashed is away; 1,000 by default. */
  readonly restartMs?: number;
  readonly clock?: Clock;
}

interface Entry {
  readonly script: ScriptedModel;
  state: WorkerState;
  restarts: number;
  promptTokens: number;
  outputTokens: number;
  /** Aborts when the model crashes. */
  life: AbortController;
}

const crashed = () => new InferenceError("worker-crashed", "The model's process ended, as its script says.");

/**
 * An engine without a model, for tests of what uses engines: it says what it is told to, when it is told to, and fails where it is told to. Its tokens are
 * characters when they are counted in a prompt, and what the script has when it answers. Greedy or not, an answer is the script's.
 *
 * @example
 * ```ts
 * const engine = createScriptedEngine({ models: { parrot: { answers: { "Hi": { tokens: ["Hello", " there"], betweenTokensMs: 20 } } } } });
 * ```
 */
export function createScriptedEngine(options: ScriptedEngineOptions): Engine {
  const { sequences = 1, contextTokens = 4096, maxWaiting = 256, restartMs = 1_000, clock = systemClock } = options;
  const entries = new Map<string, Entry>(
    Object.entries(options.models).map(([id, script]) => [
      id,
      { script, state: script.state ?? "ready", restarts: 0, promptTokens: 0, outputTokens: 0, life: new AbortController() },
    ]),
  );
  const queue = new RequestQueue({ capacity: (id) => (entryOf(id).state === "restarting" ? 0 : sequences), maxWaiting }, clock);
  const restarts = new Set<() => void>();
  const watchers = new Set<() => void>();

  function entryOf(modelId: string): Entry {
    const entry = entries.get(modelId);
    if (!entry) throw new InferenceError("unknown-model", `No model "${modelId}"; there are: ${[...entries.keys()].join(", ")}.`);
    return entry;
  }
  function readyEntryOf(modelId: string): Entry {
    const entry = entryOf(modelId);
    if (entry.state === "failed") throw new InferenceError("load-failed", `The model is failed, as its script says.`);
    return entry;
  }
  const changed = () => {
    for (const watcher of watchers) watcher();
    queue.scheduler.serve();
  };
  function crash(entry: Entry): void {
    entry.state = "restarting";
    entry.restarts++;
    entry.life.abort(crashed());
    entry.life = new AbortController();
    const cancel = clock.after(restartMs, () => {
      restarts.delete(cancel);
      entry.state = "ready";
      changed();
    });
    restarts.add(cancel);
    changed();
  }

  async function* play(entry: Entry, request: GenerateRequest, ended: AbortSignal): AsyncGenerator<GenerationEvent> {
    const begun = clock.now();
    const prompt = promptOf(request);
    const promptTokens = charactersOf(prompt).length;
    if (promptTokens >= contextTokens)
      throw new InferenceError("prompt-too-long", `The prompt has ${promptTokens} tokens; one conversation has ${contextTokens}.`);
    const answer = answerTo(entry.script, request);
    const { life } = entry;
    const cut = AbortSignal.any([ended, life.signal]);
    const shown = createTextStream<string>((tokens) => tokens.join(""), { stops: request.stop ?? [], trimStart: false });
    const maxTokens = request.maxTokens ?? contextTokens - promptTokens;
    let outputTokens = 0;
    let firstTokenMs: number | null = null;
    let reason: "stop" | "length" | null = null;
    for (const token of answer.tokens) {
      const delayMs = (outputTokens === 0 ? answer.firstTokenMs : answer.betweenTokensMs) ?? 0;
      // Without a delay time need not pass, but others get their queued.
      await (delayMs > 0 ? pause(clock, delayMs, cut) : Promise.resolve());
      if (cut.aborted) break;
      outputTokens++;
      firstTokenMs ??= clock.now() - begun;
      // A script leaves no choice, so that what it says is certain.
      if (request.logProbabilities !== undefined)
        yield { type: "token-scored", token: { token: null, text: token, logProbability: 0, top: [] } };
      const { text, stopped } = shown.push(token);
      if (text !== "") yield { type: "text-delta", text };
      if (stopped) reason = "stop";
      else if (outputTokens >= maxTokens) reason = "length";
      if (reason !== null) break;
    }
    if (reason === null && !cut.aborted) {
      const { ends = "normally" } = answer;
      if (ends === "crash") crash(entry);
      else if (ends === "stall") await new Promise((resolve) => cut.addEventListener("abort", resolve, { once: true }));
      else if (ends !== "normally") throw ends;
    }
    if (life.signal.aborted) throw life.signal.reason;
    const rest = ended.aborted ? "" : shown.end();
    if (rest !== "") yield { type: "text-delta", text: rest };
    entry.promptTokens += promptTokens;
    entry.outputTokens += outputTokens;
    const end = {
      type: "generation-end" as const,
      reason: ended.aborted ? ("aborted" as const) : (reason ?? ("stop" as const)),
      promptTokens,
      outputTokens,
      firstTokenMs,
      totalMs: clock.now() - begun,
    };
    yield { ...end, record: createRecord({ info, sha256: null, templateSha256: null }, request, end) };
  }

  async function* generate(modelId: string, request: GenerateRequest): AsyncGenerator<GenerationEvent> {
    entryOf(modelId);
    const queued = queue.begin(request);
    try {
      yield* queue.answer(modelId, request, queued, () => {
        const entry = readyEntryOf(modelId);
        if ("messages" in request && request.messages.some(({ images = [] }) => images.length > 0))
          throw new InferenceError("unsupported", "A scripted model accepts no images.");
        if (request.ignoreEnd) throw new InferenceError("unsupported", "A script has an end.");
        const abort = new AbortController();
        const limits = {
          ...request,
          firstTokenTimeoutMs: request.firstTokenTimeoutMs,
          betweenTokensTimeoutMs: request.betweenTokensTimeoutMs,
        };
        const events = play(entry, request, AbortSignal.any([queued.ended, abort.signal]));
        return within(events, { ...limits, isToken: ({ type }) => type !== "generation-end", clock }, abort);
      });
    } finally {
      queued.release();
    }
  }

  const info = {
    contextTokens,
    sequences,
    vocabularySize: null,
    chatTemplate: null,
    bosToken: null,
    eosToken: null,
    bosTokenId: null,
    eosTokenId: null,
    prependsBos: false,
    engine: "scripted",
    device: "none",
    threads: null,
  };
  /** Nothing that can be asked takes time here, but a model must be there. */
  const task = <Value>(modelId: string, limits: Parameters<RequestQueue["task"]>[1], work: (entry: Entry) => Value): Promise<Value> => {
    entryOf(modelId);
    return queue.task(modelId, limits, async () => work(readyEntryOf(modelId)));
  };
  const brief = { timeoutMs: 60_000 };
  return {
    generate,
    logLikelihood: async (modelId, request) =>
      task(modelId, request, ({ script }) => {
        if (script.score) return script.score(request);
        throw new InferenceError("unsupported", "The script has no scores.");
      }),
    tokenize: async (modelId, text) => task(modelId, brief, () => charactersOf(typeof text === "string" ? text : promptOf(text))),
    detokenize: async (modelId, tokens) => task(modelId, brief, () => String.fromCodePoint(...tokens)),
    embed: async (modelId) =>
      task(modelId, brief, () => {
        throw new InferenceError("unsupported", "A script has no embeddings.");
      }),
    info: async (modelId) => task(modelId, brief, () => info),
    stats: () =>
      new Map(
        [...entries].map(([id, { state, promptTokens, outputTokens, restarts: count }]) => [
          id,
          {
            state,
            active: queue.scheduler.active(id),
            waiting: queue.scheduler.waiting(id),
            promptTokens,
            outputTokens,
            residentBytes: null,
            restarts: count,
          },
        ]),
      ),
    states: () => new Map([...entries].map(([id, { state }]) => [id, state])),
    reasons: () =>
      new Map(
        [...entries].flatMap(([id, { state }]) =>
          state === "failed" || state === "restarting" ? [[id, "Its script says so."] as const] : [],
        ),
      ),
    whenReady: () =>
      new Promise((resolve) => {
        const check = () => {
          if ([...entries.values()].some(({ state }) => state === "restarting")) return;
          watchers.delete(check);
          resolve();
        };
        watchers.add(check);
        check();
      }),
    async close() {
      queue.close("The engine");
      for (const cancel of restarts) cancel();
      for (const entry of entries.values()) entry.state = "closed";
      changed();
    },
  };
}

const charactersOf = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);

function promptOf(request: GenerateRequest | Conversation): string {
  if ("messages" in request) return [request.systemPrompt, ...request.messages.map(({ content }) => content)].join("\n");
  return typeof request.prompt === "string" ? request.prompt : String.fromCodePoint(...request.prompt);
}

function answerTo({ answers }: ScriptedModel, request: GenerateRequest): ScriptedAnswer {
  if (typeof answers === "function") return answers(request);
  const asked = "messages" in request ? (request.messages.at(-1)?.content ?? "") : promptOf(request);
  const answer = answers[asked];
  if (!answer)
    throw new InferenceError("bad-request", `The script has no answer to "${asked}"; it has some to: ${Object.keys(answers).join(", ")}.`);
  return answer;
}
