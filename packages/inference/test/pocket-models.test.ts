import { readFileSync } from "node:fs";
import { pocketModels } from "@llmlist/pocket-models";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Message } from "../src/engine/engine.ts";
import { createWorkerPool, type WorkerPool } from "../src/local/worker-pool.ts";

const best = pocketModels[0]?.id ?? "";

/** Held-out questions with the answers that llama.cpp's own server gave at temperature 0. */
const served = readFileSync(new URL("../../pocket-models/training/answers.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as { turns: [string, string][]; answers: Record<string, string> });

describe("a pool of pocket models", { timeout: 60_000 }, () => {
  let pool: WorkerPool;
  beforeAll(async () => {
    pool = createWorkerPool({ models: pocketModels.slice(0, 2), sequences: 4, contextTokens: 512 });
    await pool.whenReady();
  }, 60_000);
  afterAll(() => pool.close());

  async function answer(model: string, ...said: string[]) {
    const messages = said.map((content, index): Message => ({ role: index % 2 === 0 ? "user" : "assistant", content }));
    const request = { messages, systemPrompt: "You are a helpful assistant.", maxTokens: 96, temperature: 0, topP: 1, topK: 0, seed: 1 };
    let text = "";
    for await (const event of pool.generate(model, { ...request, timeoutMs: 30_000 })) if (event.type === "text-delta") text += event.text;
    return text;
  }

  it.each([
    ["Who made Llama 3.1 8B?", "Meta"],
    ["Qwen2.5 7B 有多少参数？", "亿"],
    ["What is the weather in Paris?", "do not know"],
    ["请问 Zorbalon 9B 的许可证？", "不知道"],
  ])("is asked %j and answers with %j", async (question, expected) => {
    expect(await answer(best, question)).toContain(expected);
  });

  it("writes what llama.cpp's own server writes", async () => {
    const asked = served.filter((_, index) => index % 4 === 0);
    const same = asked.map(async ({ turns, answers }) => (await answer(best, ...turns.flat().slice(0, -1))) === answers[best]);
    // Another processor may round a close choice to the other side.
    expect((await Promise.all(same)).filter(Boolean).length / asked.length).toBeGreaterThan(0.95);
  });

  it("goes on after its end where that is asked for, as for a measurement", async () => {
    const request = { prompt: [1], maxTokens: 200, temperature: 0, topP: 1, topK: 0, seed: 1, timeoutMs: 30_000 };
    const end = async (ignoreEnd: boolean) => {
      for await (const event of pool.generate(best, { ...request, ignoreEnd })) if (event.type === "generation-end") return event;
      return null;
    };
    expect(await end(false)).toMatchObject({ reason: "stop" });
    expect(await end(true)).toMatchObject({ reason: "length", outputTokens: 200, record: { sampling: { ignoreEnd: true } } });
  });

  it("answers a second question about the model of the first", async () => {
    expect(await answer(best, "Who made Gemma 2 9B?", "Gemma 2 9B was made by Google.", "And how large is it?")).toContain("9.242 billion");
  });

  it("takes one more model while another answers, and lets it answer too", async () => {
    const more = pocketModels[3];
    if (!more) throw new Error("There are four pocket models.");
    const running = answer(best, "Compare Llama 2 7B and Qwen2 7B.");
    pool.add(more);
    expect(await running).toContain("| --- |");
    await pool.whenReady();
    expect(pool.states().get(more.id)).toBe("ready");
    expect(await answer(more.id, "Hello")).not.toBe("");
    expect(() => pool.add(more)).toThrow(`There is already a model "${more.id}"; choose another id.`);
    const pid = pool.pids().get(more.id) ?? 0;
    await pool.remove(more.id);
    expect(pool.states().has(more.id)).toBe(false);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    await expect(answer(more.id, "Hello")).rejects.toMatchObject({ code: "unknown-model" });
  });
});

it(
  "a pool with a memory budget lets models that are added take turns with the others, and forgets those that are removed",
  { timeout: 60_000 },
  async () => {
    const [one, two, three] = pocketModels;
    if (!one || !two || !three) throw new Error("There are four pocket models.");
    const memory = { bytes: 100e6, needed: new Map([[one.id, 60e6]]) };
    const pool = createWorkerPool({ models: [one], sequences: 1, contextTokens: 512, memory });
    onTestFinished(() => pool.close());
    expect(() => pool.add(two)).toThrow(`must know how many bytes ${two.id} needs`);
    expect(() => pool.add(two, 200e6)).toThrow("but the memory budget is 0.10 GB");
    pool.add(two, 60e6);
    expect(pool.canRunTogether([one.id, two.id])).toBe(false);
    await expect(pool.reserveTogether([one.id, two.id], {})).rejects.toMatchObject({ code: "insufficient-memory" });
    expect(await pool.tokenize(two.id, "Hello", { special: false, bos: false })).not.toEqual([]);
    expect(pool.states().get(one.id)).toBe("unloaded");
    await pool.remove(two.id);
    pool.add(three, 40e6);
    const reserved = await pool.reserveTogether([one.id, three.id], { queueTimeoutMs: 60_000 });
    expect(reserved.map(({ modelId }) => modelId)).toEqual([one.id, three.id]);
    for (const reservation of reserved) reservation.release();
  },
);

it("a pool that is closed takes no further model", async () => {
  const [one] = pocketModels;
  if (!one) throw new Error("There are four pocket models.");
  const closed = createWorkerPool({ models: [], sequences: 1, contextTokens: 512 });
  await closed.close();
  expect(() => closed.add(one)).toThrow("The pool is closed");
});
