import type { Engine, GenerateRequest, LocalModel } from "@llmlist/inference";
import { createScriptedEngine, type ScriptedAnswer } from "@llmlist/inference/testing";

const BETWEEN_TOKENS_MS = 25;
const FIRST_TOKEN_MS = 300;
/** Where the prompt asks for it, so that there is time to look at a page that is being written. */
const SLOWLY = /slowly|慢慢/iu;
const SLOW_ANSWER_MS = 4_000;

const asked = (request: GenerateRequest) => ("messages" in request ? (request.messages.at(-1)?.content ?? "") : "a text");

/** Each has a manner of its own, so that a battle gives a voter something to choose from. */
const manners: Readonly<Record<string, (prompt: string) => string>> = {
  "scripted-brief": (prompt) => `Briefly: ${prompt.slice(0, 80)}? It depends.`,
  "scripted-thorough": (prompt) =>
    `You asked: *${prompt.slice(0, 200)}*\n\n1. First, look at what is known.\n2. Then, look at what is missing.\n3. Last, decide.\n\n**In short:** begin with the smallest step.`,
  "scripted-coder": (prompt) => `A function for it:\n\n\`\`\`ts\n// ${prompt.slice(0, 60)}\nexport const answer = () => 42;\n\`\`\`\n`,
  "scripted-chinese": (prompt) => `你问的是“${prompt.slice(0, 60)}”。\n\n这个问题没有唯一的答案，先从最简单的一步开始。`,
};

/** Contestants without weights, for work on the pages. */
export const scriptedContestants: readonly LocalModel[] = Object.keys(manners).map((id) => ({
  id,
  name: id.replace("scripted-", "Scripted ").replace(/\b[a-z]/gu, (letter) => letter.toUpperCase()),
  organization: "llmlist",
  kind: "instruct",
  path: "",
  bytes: 0,
  sha256: id,
  promptFormat: null,
}));

function answerOf(manner: (prompt: string) => string, request: GenerateRequest): ScriptedAnswer {
  const prompt = asked(request);
  const tokens = manner(prompt).match(/\s*\S{1,6}/gu) ?? [];
  return {
    tokens,
    firstTokenMs: FIRST_TOKEN_MS,
    betweenTokensMs: SLOWLY.test(prompt) ? SLOW_ANSWER_MS / Math.max(1, tokens.length) : BETWEEN_TOKENS_MS,
  };
}

/** The engine of `npm run dev`: it needs no model, and answers several battles at once. */
export function createDevelopmentEngine(sequences: number): Engine {
  return createScriptedEngine({
    models: Object.fromEntries(
      Object.entries(manners).map(([id, manner]) => [id, { answers: (request: GenerateRequest) => answerOf(manner, request) }]),
    ),
    sequences,
  });
}
