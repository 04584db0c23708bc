import { EvalError } from "../errors.ts";
import { probeModel } from "../scoring/probe.ts";
import type { LanguageModel, Score } from "../scoring/language-model.ts";

/** What a check found. `note` is worth knowing, and no fault of the scores. */
export interface Finding {
  readonly check: string;
  readonly outcome: "ok" | "wrong" | "note";
  readonly sentence: string;
}

const LONG =
  "In the beginning the river was small. Then it grew, and people came to live near it, built a mill, and sold bread to all who passed. ";
const PREFIX = "The capital of France is";
const WORD = " Paris";
const greedyPrompts = [PREFIX, "1, 2, 3, 4, 5, 6,", "Question: What do bees make?\nAnswer:"] as const;
/** Nats that a batch may move the score of a continuation of 24 tokens by; more is a mix-up and no rounding. */
const BATCH_NATS = 1;
/** Nats that rounding may move the score of a few tokens. */
const TOLERANCE = 0.02;

type Check = (model: LanguageModel, maxLength: number, signal: AbortSignal) => Promise<Omit<Finding, "check">>;

/**
 * Checks whether the scores of a model can be believed: log-probabilities of prompts, the token that begins a sequence, the boundary between context and
 * continuation, long prompts, batches, and greedy answers.
 */
export async function checkModel(model: LanguageModel, maxLength: number, signal: AbortSignal): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [check, run] of Object.entries(checks)) {
    try {
      findings.push({ check, ...(await run(model, maxLength, signal)) });
    } catch (error) {
      if (!EvalError.isInstance(error)) throw error;
      findings.push({ check, outcome: "wrong", sentence: error.message });
      // Without log-probabilities nothing else can be told.
      if (check === "log-probabilities") break;
    }
  }
  return findings;
}

const ok = (sentence: string): Omit<Finding, "check"> => ({ outcome: "ok", sentence });
const wrong = (sentence: string): Omit<Finding, "check"> => ({ outcome: "wrong", sentence });
const note = (sentence: string): Omit<Finding, "check"> => ({ outcome: "note", sentence });

async function scoreOf(
  model: LanguageModel,
  context: readonly number[],
  continuation: readonly number[],
  signal: AbortSignal,
): Promise<Score> {
  const [score] = await model.score({ context, continuations: [continuation] }, signal);
  if (!score) throw new EvalError("unfit-model", "The model gave no score.");
  return score;
}

const checks: Readonly<Record<string, Check>> = {
  "log-probabilities": async (model, _, signal) => {
    const { logLikelihood } = await probeModel(model, signal);
    return ok(`a prompt's log-probabilities are given, and differ (${logLikelihood.toFixed(3)} for a fixed text)`);
  },
  "sums of log-probabilities": async (model, _, signal) => {
    const tokens = await model.tokenize(PREFIX + WORD + ", and that of Italy is Rome.", "auto");
    const [at, between] = [Math.floor(tokens.length / 3), Math.floor((2 * tokens.length) / 3)];
    const whole = await scoreOf(model, tokens.slice(0, at), tokens.slice(at), signal);
    const first = await scoreOf(model, tokens.slice(0, at), tokens.slice(at, between), signal);
    const rest = await scoreOf(model, tokens.slice(0, between), tokens.slice(between), signal);
    const off = Math.abs(whole.logLikelihood - first.logLikelihood - rest.logLikelihood);
    if (off <= TOLERANCE) return ok("a text scores as much as its parts one after the other");
    return wrong(
      `a text's score differs from that of its two parts by ${off.toFixed(3)} nats: positions are off by one, or the prompt is changed`,
    );
  },
  "beginning of sequence": async (model) => {
    const [plain, auto] = [await model.tokenize(PREFIX, "never"), await model.tokenize(PREFIX, "auto")];
    const added = auto.length - plain.length;
    const { prependsBos } = model.description;
    if (added > 1 || (added === 1 && auto[0] === auto[1]))
      return wrong(`the token that begins a sequence is put first ${added} times; once is right`);
    if (prependsBos !== null && prependsBos !== (added === 1))
      return wrong(
        `the server says that it ${prependsBos ? "puts" : "does not put"} a token first, and ${added === 1 ? "does" : "does not"}`,
      );
    return ok(added === 1 ? "the token that begins a sequence is put first, once" : "no token is put first, as the tokenizer says");
  },
  "token boundary": async (model) => {
    const [whole, context] = [await model.tokenize(PREFIX + WORD, "auto"), await model.tokenize(PREFIX, "auto")];
    const keeps = context.every((token, index) => token === whole[index]);
    if (whole.length <= context.length) return wrong("a word behind a context adds no token: the tokenizer does not see the whole text");
    return keeps
      ? ok("the tokens of a context begin those of the whole text")
      : note("the tokens of a context are others inside the whole text; they are scored as the reference does, context first");
  },
  "long prompts": async (model, maxLength, signal) => {
    const sentence = await model.tokenize(LONG, "auto");
    const room = maxLength - 1;
    const many = Array.from({ length: Math.ceil(room / sentence.length) }, () => sentence)
      .flat()
      .slice(0, room);
    const [before, last] = [many.slice(0, -8), many.slice(-8)];
    const long = await scoreOf(model, before, last, signal);
    const changed = await scoreOf(model, [...before.slice(0, -8), ...before.slice(-8).toReversed()], last, signal);
    if (Math.abs(long.logLikelihood - changed.logLikelihood) < TOLERANCE)
      return wrong(`with ${room} tokens the last words before a continuation do not count: the prompt is cut at its end`);
    return ok(`${room} tokens are read to the end`);
  },
  batches: async (model, _, signal) => {
    const { batchNoise } = await probeModel(model, signal);
    if (model.parallel < 2) return note("one question at a time is asked, so batches were not compared");
    if (batchNoise === 0) return ok(`scores are the same to the last bit alone and with ${model.parallel} at once`);
    const text = `scores move by up to ${batchNoise.toPrecision(2)} nats with ${model.parallel} at once`;
    return batchNoise > BATCH_NATS
      ? wrong(`${text}: what one request gets depends on the others`)
      : note(`${text}; runs ask one question at a time unless --parallel is given`);
  },
  "greedy answers": async (model, _, signal) => {
    let likeliest = 0;
    for (const text of greedyPrompts) {
      const prompt = await model.tokenize(text, "auto");
      const write = () => model.generate(prompt, { maxTokens: 16, stop: [] }, signal);
      const texts = [await write(), await write()];
      if (texts[0] !== texts[1])
        return wrong(`the same prompt at temperature 0 gave ${texts.map((one) => JSON.stringify(one)).join(" and ")}`);
      const first = (await model.tokenize(text + (texts[0] ?? ""), "auto")).slice(prompt.length, prompt.length + 1);
      if (first.length === 0 || (await scoreOf(model, prompt, first, signal)).isGreedy) likeliest++;
    }
    // One may be a close choice, or made of other tokens when it is read again.
    if (likeliest > 0) return ok("the same prompt gives the same text, which begins with the likeliest token");
    return wrong(
      "what the model writes is not what it scores as likeliest: prompts that are scored are not those that are sent (a doubled token at the beginning, or positions off by one)",
    );
  },
};
