import { type Clock, pause } from "../engine/clock.ts";
import type { Conversation, GenerateRequest, GenerationEvent, ModelInfo, ScoredText, ScoreRequest, WorkerState } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { createRecord } from "../engine/record.ts";
import { createTextStream } from "../engine/text-stream.ts";
import type { QueuedModel } from "../queue/queued-engine.ts";

/** What a scripted model answers to one request, and how the answer ends. */
export interface ScriptedAnswer {
  readonly tokens: readonly string[];
  /** Milliseconds before the first token, and before each other; 0 by default. */
  readonly firstTokenMs?: number;
  readonly betweenTokensMs?: number;
  /**
   * How it ends after its last token: normally (by default), in silence, with an error, or in a crash, which cuts all answers of the model; it
   * restarts within `restartMs`.
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

interface RunOptions {
  readonly script: ScriptedModel;
  readonly info: ModelInfo & { readonly contextTokens: number };
  /** How long a model that crashed is away. */
  readonly restartMs: number;
  readonly clock: Clock;
  readonly changed: () => void;
}

const WHY = "Its script says so.";
const REASONS: Readonly<Partial<Record<WorkerState, string>>> = { failed: WHY, restarting: WHY };

/** A scripted model while its engine runs. */
export class RunningScript implements QueuedModel {
  readonly #options: RunOptions;
  #state: WorkerState;
  #restarts = 0;
  /** Aborts when the model crashes. */
  #life = new AbortController();
  #cancelRestart = () => {};
  readonly residentBytes = null;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#state = options.script.state ?? "ready";
  }

  get state(): WorkerState {
    return this.#state;
  }

  get reason(): string | null {
    return REASONS[this.#state] ?? null;
  }

  get restarts(): number {
    return this.#restarts;
  }

  get info(): ModelInfo | null {
    return this.#state === "ready" ? this.#options.info : null;
  }

  failure(): InferenceError {
    if (this.#state === "closed") return new InferenceError("closed", "The engine is closed.");
    if (this.#state === "restarting") return new InferenceError("worker-crashed", "The model is restarting, as its script says.");
    return new InferenceError("load-failed", "The model is failed, as its script says.");
  }

  score(request: ScoreRequest): ScoredText {
    const { score } = this.#options.script;
    if (score) return score(request);
    throw new InferenceError("unsupported", "The script has no scores.");
  }

  /** Ends all its answers, and is away for a while. */
  crash(): void {
    const { clock, restartMs, changed } = this.#options;
    this.#state = "restarting";
    this.#restarts++;
    this.#life.abort(new InferenceError("worker-crashed", "The model's process ended, as its script says."));
    this.#life = new AbortController();
    this.#cancelRestart = clock.after(restartMs, () => {
      this.#state = "ready";
      changed();
    });
    changed();
  }

  async close(): Promise<void> {
    this.#cancelRestart();
    this.#state = "closed";
  }

  async *answer(request: GenerateRequest, ended: AbortSignal): AsyncGenerator<GenerationEvent> {
    const { clock, info, script } = this.#options;
    const begun = clock.now();
    const promptTokens = charactersOf(promptOf(request)).length;
    refuseUnsupported(request, promptTokens, info.contextTokens);
    const answer = answerTo(script, request);
    const life = this.#life.signal;
    const cut = AbortSignal.any([ended, life]);
    const shown = createTextStream<string>((tokens) => tokens.join(""), { stops: request.stop ?? [], trimStart: false });
    const maxTokens = request.maxTokens ?? info.contextTokens - promptTokens;
    let outputTokens = 0;
    let firstTokenMs: number | null = null;
    let reason: "stop" | "length" | null = null;
    for (const token of answer.tokens) {
      const delayMs = (outputTokens === 0 ? answer.firstTokenMs : answer.betweenTokensMs) ?? 0;
      // Without a delay time need not pass, but others get their turn.
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
    if (reason === null && !cut.aborted) await this.#end(answer, cut);
    if (life.aborted) throw life.reason;
    const rest = ended.aborted ? "" : shown.end();
    if (rest !== "") yield { type: "text-delta", text: rest };
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

  async #end({ ends = "normally" }: ScriptedAnswer, cut: AbortSignal): Promise<void> {
    if (ends === "crash") this.crash();
    else if (ends === "stall") await new Promise((resolve) => cut.addEventListener("abort", resolve, { once: true }));
    else if (ends !== "normally") throw ends;
  }
}

/** A script counts a character as a token. */
export const charactersOf = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);

export function promptOf(request: GenerateRequest | Conversation): string {
  if ("messages" in request) return [request.systemPrompt, ...request.messages.map(({ content }) => content)].join("\n");
  return typeof request.prompt === "string" ? request.prompt : String.fromCodePoint(...request.prompt);
}

function refuseUnsupported(request: GenerateRequest, promptTokens: number, contextTokens: number): void {
  if ("messages" in request && request.messages.some(({ images = [] }) => images.length > 0))
    throw new InferenceError("unsupported", "A scripted model accepts no images.");
  if (request.ignoreEnd) throw new InferenceError("unsupported", "A script has an end.");
  if (promptTokens >= contextTokens)
    throw new InferenceError("prompt-too-long", `The prompt has ${promptTokens} tokens; one conversation has ${contextTokens}.`);
}

function answerTo({ answers }: ScriptedModel, request: GenerateRequest): ScriptedAnswer {
  if (typeof answers === "function") return answers(request);
  const asked = "messages" in request ? (request.messages.at(-1)?.content ?? "") : promptOf(request);
  const answer = answers[asked];
  if (answer) return answer;
  throw new InferenceError("bad-request", `The script has no answer to "${asked}"; it has some to: ${Object.keys(answers).join(", ")}.`);
}
