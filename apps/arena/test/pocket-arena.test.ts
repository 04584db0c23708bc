import { readFileSync } from "node:fs";
import { createWorkerPool } from "@llmlist/inference";
import { listLocalModels } from "@llmlist/inference/models";
import { columnsFromVotes, pairCountsFromColumns, rateModels, type Vote } from "@llmlist/elo";
import { expect, it, onTestFinished } from "vitest";
import { drawPair } from "@/features/battle/server";

interface Question {
  readonly turns: readonly (readonly [string, string])[];
  readonly expected: readonly string[];
}

/** Held-out questions of every kind, in both languages. */
const questions = readFileSync(new URL("../../../packages/pocket-models/training/answers.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Question);
const VOTES = 2_000;

/** Whether the answer contains every expected part, with no digit directly before or after it. */
function isRight(answer: string, expected: readonly string[]): boolean {
  return expected.every((part) => {
    const index = answer.toLowerCase().indexOf(part.toLowerCase());
    return index >= 0 && !/[\d.]/.test(answer.charAt(index - 1)) && !/\d/.test(answer.charAt(index + part.length));
  });
}

/** Numbers from 0 to below 1, always the same (Park and Miller, Communications of the ACM 31, 1988). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

it("ranks the larger pocket model first when a judge prefers the right answer", { timeout: 240_000 }, async () => {
  const contestants = (await listLocalModels("/nowhere")).filter(({ quantization }) => quantization !== "F16");
  const pool = createWorkerPool({ models: contestants, sequences: 8, contextTokens: 512, maxWaiting: questions.length });
  onTestFinished(() => pool.close());
  const isRightOf = new Map<string, boolean[]>();
  for (const { id } of contestants) {
    const rights = questions.map(async ({ turns, expected }) => {
      const messages = turns.flatMap(([user, assistant]) => [
        { role: "user" as const, content: user },
        { role: "assistant" as const, content: assistant },
      ]);
      const request = { messages: messages.slice(0, -1), systemPrompt: "", maxTokens: 96, temperature: 0, topP: 1, topK: 0, seed: 1 };
      let text = "";
      for await (const event of pool.generate(id, { ...request, timeoutMs: 200_000 })) if (event.type === "text-delta") text += event.text;
      return isRight(text, expected);
    });
    isRightOf.set(id, await Promise.all(rights));
  }

  const random = seeded(7);
  const votes = Array.from({ length: VOTES }, (): Vote => {
    const { a, b } = drawPair(
      [...isRightOf.keys()].map((id) => ({ id, weight: 1 })),
      random,
    );
    const question = Math.floor(random() * questions.length);
    const [first, second] = [isRightOf.get(a)?.[question] === true, isRightOf.get(b)?.[question] === true];
    return { a, b, outcome: first === second ? (first ? "tie" : "both-bad") : first ? "a" : "b" };
  });
  const { models } = rateModels(pairCountsFromColumns(columnsFromVotes(votes)));
  expect(models[0]).toMatchObject({ model: "pocket-5m-2611-q8_0", rank: [1, 1] });
});
