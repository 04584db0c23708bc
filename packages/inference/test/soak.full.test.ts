import { pocketModels } from "@llmlist/pocket-models";
import { describe, expect, it } from "vitest";
import { createWorkerPool, type WorkerPool } from "../src/local/worker-pool.ts";
import { ask, read } from "./conformance.ts";

const MODEL = "pocket-1m-2611-q8_0";
const USERS = 8;
const CONVERSATIONS = 5_000;
/** Heaps grow while the first conversations are held. */
const WARM_UP = 1_500;
/** A leak of 10 KB a conversation would add 35 MB, more than this share of a worker of some 200 MB. */
const GROWTH_MAX = 1.1;

describe("a worker pool over thousands of conversations", { timeout: 900_000 }, () => {
  /** Two turns; each seventh conversation is left in mid-answer, as by a reader who goes. */
  async function converse(pool: WorkerPool, index: number): Promise<void> {
    const request = ask(`Number ${index}: how large is Llama ${index % 4}?`, { temperature: 0.7, seed: index, maxTokens: 24 });
    if (index % 7 === 0) {
      for await (const event of pool.generate(MODEL, request)) if (event.type === "text-delta") return;
      return;
    }
    const { text } = await read(pool.generate(MODEL, request));
    const messages = [
      { role: "assistant" as const, content: text },
      { role: "user" as const, content: "And who made it?" },
    ];
    await read(pool.generate(MODEL, ask("", { messages: [{ role: "user", content: `Number ${index}` }, ...messages] } as object)));
  }

  it("keeps its memory flat, ends every answer, and has the same worker as in the beginning", async () => {
    const models = pocketModels.filter(({ id }) => id === MODEL);
    const pool = createWorkerPool({ models, sequences: 4, contextTokens: 512, threads: 1, device: "cpu" });
    await pool.whenReady();
    const worker = pool.pids().get(MODEL);
    let next = 0;
    const until = async (end: number) => {
      const user = async () => {
        while (next < end) await converse(pool, next++);
      };
      await Promise.all(Array.from({ length: USERS }, user));
    };
    const resident = () => pool.stats().get(MODEL)?.residentBytes ?? 0;
    await until(WARM_UP);
    await expect.poll(resident, { timeout: 10_000 }).toBeGreaterThan(0);
    const before = resident();
    await until(CONVERSATIONS);
    await expect.poll(() => resident() / before, { timeout: 30_000, interval: 1_000 }).toBeLessThan(GROWTH_MAX);
    expect(pool.stats().get(MODEL)).toMatchObject({ state: "ready", active: 0, waiting: 0, restarts: 0 });
    expect(pool.pids().get(MODEL)).toBe(worker);
    await pool.close();
  });
});
