import { fallbackModels } from "../src/models/default-models.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GenerateRequest, GenerationEvent } from "../src/engine/engine.ts";
import { modelsFolder, pullArtifact } from "../src/models/index.ts";
import { createWorkerPool, type WorkerPool } from "../src/local/worker-pool.ts";

const [instruct, base] = fallbackModels.map(({ id }) => id) as [string, string];
const ask = (content: string, more: Partial<GenerateRequest> = {}): GenerateRequest => ({
  messages: [{ role: "user", content }],
  systemPrompt: "You are a helpful assistant.",
  maxTokens: 24,
  temperature: 0,
  topP: 1,
  topK: 0,
  seed: 1,
  timeoutMs: 30_000,
  ...more,
});
const LONG = "Tell me a long story about a river and a mill.";

async function read(events: AsyncIterable<GenerationEvent>, onText: (text: string) => void = () => {}) {
  let text = "";
  for await (const event of events) {
    if (event.type === "generation-end") return { ...event, text };
    if (event.type !== "text-delta") continue;
    text += event.text;
    onText(text);
  }
  throw new Error("The answer had no end.");
}
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe("a pool of workers with both default models", { timeout: 60_000 }, () => {
  let pool: WorkerPool;
  beforeAll(async () => {
    const models = await Promise.all(fallbackModels.map((artifact) => pullArtifact(artifact, { folder: modelsFolder() })));
    let joules = 0;
    const energy = { of: "a fake", joules: () => (joules += 2), close() {} };
    pool = createWorkerPool({ models, sequences: 4, contextTokens: 1024, energy });
    await pool.whenReady();
  }, 300_000);
  afterAll(() => pool.close());

  it("has each model ready in a process of its own", () => {
    expect([...pool.states().values()]).toEqual(["ready", "ready"]);
    expect(new Set([...pool.pids().values(), process.pid]).size).toBe(3);
  });

  it.each([instruct, base])("answers a question with %s, greedily the same each time", async (model) => {
    const [one, two] = [
      await read(pool.generate(model, ask("What is the capital of France?"))),
      await read(pool.generate(model, ask("What is the capital of France?"))),
    ];
    expect(one.text).toContain("Paris");
    expect(one.text).not.toMatch(/User:|<\|im_/);
    expect(two.text).toBe(one.text);
    expect(one.promptTokens).toBeGreaterThan(5);
    expect(one.outputTokens).toBeGreaterThan(1);
  });

  it("tells with each answer all that it was made with, and the energy that it took", async () => {
    const { record } = await read(pool.generate(instruct, ask("What is the capital of France?", { seed: 5 })));
    expect(record).toEqual({
      sampling: {
        maxTokens: 24,
        temperature: 0,
        topP: 1,
        topK: 0,
        minP: 0,
        seed: 5,
        presencePenalty: 0,
        frequencyPenalty: 0,
        stop: [],
      },
      systemPrompt: "You are a helpful assistant.",
      engine: expect.stringMatching(/^node-llama-cpp, llama\.cpp \S+$/u),
      device: "CPU",
      threads: expect.any(Number),
      sha256: expect.stringMatching(/^[\da-f]{64}$/u),
      templateSha256: expect.stringMatching(/^[\da-f]{64}$/u),
      tokensPerSecond: expect.any(Number),
      energy: { joules: 2, of: "a fake" },
    });
  });

  it("gives each of ten conversations at once its own answer, as if it were alone", async () => {
    const colours = ["red", "blue", "green", "black", "white", "pink", "grey", "brown", "gold", "purple"];
    const request = (colour: string) => ask(`Name three things that are ${colour}.`, { maxTokens: 8 });
    const together = await Promise.all(colours.map((colour) => read(pool.generate(instruct, request(colour)))));
    const alone = await read(pool.generate(instruct, request("gold")));
    expect(together[8]?.text.slice(0, 8)).toBe(alone.text.slice(0, 8));
    expect(new Set(together.map(({ text }) => text)).size).toBeGreaterThan(5);
  });

  it("ends a generation that is aborted, and one that takes too long", async () => {
    const abort = new AbortController();
    const aborted = await read(pool.generate(instruct, ask(LONG, { maxTokens: 600, signal: abort.signal })), () => abort.abort());
    expect(aborted.reason).toBe("aborted");
    expect(aborted.outputTokens).toBeLessThan(100);
    await expect(read(pool.generate(instruct, ask(LONG, { maxTokens: 600, timeoutMs: 150 })))).rejects.toMatchObject({ code: "timeout" });
  });

  it("has a place for each next one when readers leave in mid-answer", async () => {
    const leave = async (index: number) => {
      const events = pool.generate(instruct, ask(`${LONG} Number ${index}.`, { maxTokens: 600 }));
      for await (const event of events) if (event.type === "text-delta") return;
    };
    await Promise.all(
      Array.from({ length: 4 }, async (_, user) => {
        for (let index = 0; index < 4; index++) await leave(10 * user + index);
      }),
    );
    expect(pool.stats().get(instruct)).toMatchObject({ active: 0, waiting: 0, restarts: 0 });
  });

  it("ends the reading of a prompt that is aborted within a chunk of it, not at its end", async () => {
    const long = (about: string) => ask(`${about} ${"The old miller counted the boats on the river. ".repeat(40)}`, { maxTokens: 1 });
    const whole = await read(pool.generate(instruct, long("First.")));
    const abort = new AbortController();
    const cut = read(pool.generate(instruct, { ...long("Second."), signal: abort.signal }));
    await expect.poll(() => pool.stats().get(instruct)?.active, { interval: 1 }).toBe(1);
    const begun = performance.now();
    abort.abort();
    expect(await cut).toMatchObject({ reason: "aborted", outputTokens: 0 });
    expect(performance.now() - begun).toBeLessThan((whole.firstTokenMs ?? 0) / 2);
  });

  it("refuses a prompt that does not fit, and a model that it does not have", async () => {
    await expect(read(pool.generate(instruct, ask("word ".repeat(2000))))).rejects.toMatchObject({ code: "prompt-too-long" });
    await expect(read(pool.generate("none", ask("Hi")))).rejects.toMatchObject({ code: "unknown-model" });
  });

  it("ends only the answers of a worker that is killed, restarts it, and goes on", async () => {
    const killed = pool.pids().get(instruct) ?? 0;
    const other = read(pool.generate(base, ask("What is the capital of Italy?")));
    const cut = read(pool.generate(instruct, ask(LONG, { maxTokens: 600 })), (text) => {
      if (text.length > 20 && isAlive(killed)) process.kill(killed, "SIGKILL");
    });
    await expect(cut).rejects.toMatchObject({ code: "worker-crashed" });
    expect((await other).reason).not.toBe("aborted");
    await expect.poll(() => pool.states().get(instruct), { timeout: 30_000, interval: 100 }).toBe("ready");
    expect(pool.pids().get(instruct)).not.toBe(killed);
    expect((await read(pool.generate(instruct, ask("What is the capital of France?")))).text).toContain("Paris");
  });

  it("queues both models of a battle as one request, reports the position, and frees a sequence whose reader left", async () => {
    const leave = new AbortController();
    const running = Array.from({ length: 4 }, () =>
      read(pool.generate(instruct, ask(LONG, { maxTokens: 600, user: "crowd", signal: leave.signal })), () => begun()),
    );
    let begun = () => {};
    await new Promise<void>((resolve) => (begun = resolve));
    const positions: number[] = [];
    const onPosition = (position: number) => {
      positions.push(position);
      leave.abort();
    };
    const [one, other] = await pool.reserveTogether([instruct, base], { user: "voter", onPosition });
    expect(positions).toEqual([1]);
    const question = ask("What is the capital of France?");
    const ends = await Promise.all([one, other].map((reservation) => read(reservation?.generate(question) ?? (async function* () {})())));
    const [first = 0, second = 0] = ends.map(({ queueMs }) => queueMs);
    expect(first).toBeGreaterThan(0);
    expect(Math.abs(first - second)).toBeLessThan(50);
    await Promise.all(running);
    expect([...pool.stats().values()]).toMatchObject([{ active: 0 }, { active: 0 }]);
    await expect(pool.reserveTogether([instruct, base], { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
  });

  it("lets a side of a battle go in line again when it lost its worker before its first token", async () => {
    const [one, other] = await pool.reserveTogether([instruct, base], {});
    process.kill(pool.pids().get(instruct) ?? 0, "SIGKILL");
    const question = ask("What is the capital of France?");
    const ends = await Promise.all([one, other].map((reservation) => read(reservation?.generate(question) ?? (async function* () {})())));
    expect(ends.map(({ text }) => text.includes("Paris"))).toEqual([true, true]);
    expect([...pool.stats().values()]).toMatchObject([{ active: 0 }, { active: 0 }]);
  });

  it("says why a file that is no model does not load", async () => {
    const [artifact] = fallbackModels;
    const broken = createWorkerPool({
      models: [
        {
          id: "broken",
          name: "Broken",
          kind: "base",
          path: import.meta.filename,
          bytes: 1,
          sha256: "",
          promptFormat: artifact?.promptFormat ?? { type: "template" },
        },
      ],
      sequences: 1,
      contextTokens: 256,
    });
    await broken.whenReady();
    expect(broken.states().get("broken")).toBe("failed");
    expect(broken.reasons().get("broken")).toMatch(/magic|GGUF|model/i);
    await expect(read(broken.generate("broken", ask("Hi")))).rejects.toMatchObject({ code: "load-failed" });
    await broken.close();
  });

  it("leaves no process behind when it is closed in mid-answer", async () => {
    const running = read(pool.generate(instruct, ask(LONG, { maxTokens: 600 }))).catch((error: unknown) => error);
    const pids = [...pool.pids().values()];
    await pool.close();
    expect(await running).toMatchObject({ code: "closed" });
    expect(pids.filter(isAlive)).toEqual([]);
    await expect(read(pool.generate(instruct, ask("Hi")))).rejects.toMatchObject({ code: "closed" });
  });
});

describe("a worker that has grown too large", { timeout: 60_000 }, () => {
  it("finishes its answers, is started anew, and answers the next one", async () => {
    const models = await Promise.all(fallbackModels.slice(0, 1).map((artifact) => pullArtifact(artifact, { folder: modelsFolder() })));
    const pool = createWorkerPool({ models, sequences: 2, contextTokens: 1024, threads: 1, growthBytes: 2_000_000 });
    try {
      // Whoever asks while the model is loaded waits for it.
      expect(await pool.info(instruct)).toMatchObject({ contextTokens: 1024, sequences: 2 });
      const first = pool.pids().get(instruct);
      const [one, two] = await Promise.all(
        [LONG, `${LONG} `].map((story) => read(pool.generate(instruct, ask(story, { maxTokens: 120 })))),
      );
      expect([one?.outputTokens, two?.outputTokens]).toEqual([120, 120]);
      await expect.poll(() => pool.stats().get(instruct)?.restarts, { timeout: 10_000, interval: 50 }).toBe(1);
      expect((await read(pool.generate(instruct, ask("What is the capital of France?")))).text).toContain("Paris");
      expect(pool.pids().get(instruct)).not.toBe(first);
    } finally {
      await pool.close();
    }
  });
});
