import { readFileSync } from "node:fs";
import { defaultModels } from "../src/models/default-models.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scoreContinuations } from "../src/engine/choices.ts";
import { modelsFolder, pullArtifact } from "../src/models/index.ts";
import { createWorkerPool, type WorkerPool } from "../src/local/worker-pool.ts";

interface Question {
  readonly question: string;
  readonly choices: readonly string[];
  readonly answer: number;
}
const questions = readFileSync(new URL("lm-eval/facts.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Question);
/** Of LM Evaluation Harness 0.4.13 on the same questions, through the server: `lm_eval --tasks llmlist_facts`. */
const HARNESS_ACCURACY = 0.85;

describe("multiple-choice questions, scored by the likelihood of their answers", { timeout: 60_000 }, () => {
  let pool: WorkerPool;
  const model = defaultModels[0]?.id ?? "";
  const limits = { timeoutMs: 30_000 };
  beforeAll(async () => {
    const models = await Promise.all(defaultModels.slice(0, 1).map((artifact) => pullArtifact(artifact, { folder: modelsFolder() })));
    pool = createWorkerPool({ models, sequences: 4, contextTokens: 512, threads: 1 });
    await pool.whenReady();
  }, 300_000);
  afterAll(() => pool.close());
  const score = (context: string, continuations: readonly string[]) =>
    scoreContinuations(pool, model, { context, continuations, ...limits });

  it("have the accuracy that LM Evaluation Harness finds", async () => {
    const right = await Promise.all(
      questions.map(async ({ question, choices, answer }) => {
        const scored = await score(
          question,
          choices.map((choice) => ` ${choice}`),
        );
        const best = Math.max(...scored.map(({ logLikelihood }) => logLikelihood));
        return scored[answer]?.logLikelihood === best;
      }),
    );
    expect(right.filter(Boolean).length / right.length).toBeCloseTo(HARNESS_ACCURACY, 10);
  });

  it("have the same scores to the last bit, whether or not their beginning was in memory and whatever else is computed", async () => {
    const context = "A long beginning that many continuations share. ".repeat(12);
    const continuations = [" It ends here.", " It goes on and on.", " 42"];
    const [first, alone] = [await score(context, continuations), await Promise.all(continuations.map((one) => score(context, [one])))];
    expect(alone.flat()).toEqual(first);
  });

  it("take spaces at the end of the context into the continuation, and know the likeliest", async () => {
    const [spaced, plain] = [
      await score("The capital of France is ", ["Paris"]),
      await score("The capital of France is", [" Paris", " Rome"]),
    ];
    expect(spaced[0]).toMatchObject({ logLikelihood: plain[0]?.logLikelihood, bytes: 5 });
    expect(plain.map(({ isGreedy }) => isGreedy)).toEqual([true, false]);
    expect(plain[0]?.logLikelihood).toBeGreaterThan(plain[1]?.logLikelihood ?? 0);
  });
});
