import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine, GenerateRequest } from "../src/engine/engine.ts";
import { describeReservations } from "./conformance-reservations.ts";
import { ask, opened, read, STORY } from "./requests.ts";

export { ask, opened, read, STORY } from "./requests.ts";

/** An engine under test, with one model. */
interface Subject {
  readonly engine: Engine;
  readonly model: string;
  /** Adds the same model under another id. */
  add(id: string): void;
  remove(id: string): Promise<void>;
  /** Ends what is not the engine's own, after it was closed. */
  end?(): Promise<void>;
}

/** What an engine is opened with, and what it can beyond what all can. */
export interface Abilities {
  readonly open: () => Promise<Subject>;
  /** It tells how much it wrote also of answers that were aborted. */
  readonly countsAborted: boolean;
  readonly tokenizes: boolean;
  readonly scores: boolean;
  readonly writesJson: boolean;
  readonly sampling?: "certain";
}

/** What every engine keeps to, whatever is behind it. */
export function describeEngine(name: string, { open, countsAborted, tokenizes, scores, writesJson, sampling }: Abilities): void {
  describe(name, { timeout: 60_000 }, () => {
    let subject: Subject;
    let engine: Engine;
    let model: string;
    beforeAll(async () => {
      subject = await open();
      ({ engine, model } = subject);
      await engine.whenReady();
    }, 300_000);
    afterAll(async () => {
      await engine.close();
      await subject.end?.();
    });
    const generate = (content: string, more: Partial<GenerateRequest> = {}) => engine.generate(model, ask(content, more));
    const idle = () =>
      expect
        .poll(() => engine.stats().get(model), { timeout: 10_000, interval: 10 })
        .toMatchObject({ active: 0, waiting: 0, state: "ready" });

    /** Takes all places, and gives them back when `leave` is called. */
    async function fill(): Promise<{ leave: () => Promise<void> }> {
      const abort = new AbortController();
      const begun = Array.from({ length: opened.sequences }, () => {
        let resolve = () => {};
        const hasText = new Promise<void>((done) => (resolve = done));
        const answer = read(
          generate(STORY, { maxTokens: 900, signal: abort.signal, user: "crowd" }),
          ({ type }) => type === "text-delta" && resolve(),
        );
        return { hasText, answer };
      });
      await Promise.all(begun.map(({ hasText, answer }) => Promise.race([hasText, answer])));
      const leave = async () => {
        abort.abort();
        await Promise.all(begun.map(({ answer }) => answer));
      };
      return { leave };
    }

    it("is ready, and says what it is", async () => {
      expect(engine.states().get(model)).toBe("ready");
      const info = await engine.info(model);
      expect(info).toMatchObject({ sequences: opened.sequences, contextTokens: opened.contextTokens });
      expect(info.engine).not.toBe("");
    });

    it("streams an answer in chunks, and ends it with its usage and times", async () => {
      const before = engine.stats().get(model);
      const { chunks, end } = await read(generate(STORY));
      expect(chunks.length).toBeGreaterThan(4);
      expect(chunks).not.toContain("");
      expect(end).toMatchObject({ reason: "length", outputTokens: 16, queueMs: expect.any(Number) });
      expect(end.promptTokens).toBeGreaterThan(10);
      expect(end.firstTokenMs).toBeLessThanOrEqual(end.totalMs);
      const after = engine.stats().get(model);
      expect((after?.outputTokens ?? 0) - (before?.outputTokens ?? 0)).toBe(16);
    });

    it("records every value that the answer was made with", async () => {
      const { end } = await read(generate(STORY, { maxTokens: 3, seed: 11, stop: ["\n\n\n"] }));
      expect(end.record?.sampling).toEqual({
        maxTokens: 3,
        temperature: 0,
        topP: 1,
        topK: 0,
        minP: 0,
        seed: 11,
        presencePenalty: 0,
        frequencyPenalty: 0,
        stop: ["\n\n\n"],
      });
      expect(end.record?.engine).toBe((await engine.info(model)).engine);
    });

    it("says the same each time, greedily or from the same seed", async () => {
      const texts = async (more: Partial<GenerateRequest>) => {
        const [one, two] = [await read(generate(STORY, { maxTokens: 8, ...more })), await read(generate(STORY, { maxTokens: 8, ...more }))];
        expect(two.text).toBe(one.text);
        return one.text;
      };
      await texts({});
      const five = await texts({ temperature: 1, seed: 5 });
      expect(await texts({ temperature: 1, seed: 6 })).not.toBe(five);
    });

    it("ends before a stop text, of which nothing is shown", async () => {
      const { text } = await read(generate(STORY));
      const stop = text.slice(20, 26);
      const stopped = await read(generate(STORY, { stop: [stop] }));
      expect(stopped.text).toBe(text.slice(0, text.indexOf(stop)));
      expect(stopped.end.reason).toBe("stop");
    });

    it("continues a text as it stands", async () => {
      const { text, end } = await read(engine.generate(model, { ...base, prompt: "Once upon a time, there was a", maxTokens: 8 }));
      expect(text.length).toBeGreaterThan(4);
      expect(end).toMatchObject({ reason: "length", outputTokens: 8 });
    });

    it("tells the probability of each token that it is asked for", async () => {
      const { text, tokens, end } = await read(generate(STORY, { logProbabilities: 2 }));
      expect(tokens.map((token) => token.text).join("")).toBe(text);
      expect(tokens).toHaveLength(end.outputTokens ?? 0);
      for (const { logProbability, top } of tokens) {
        expect(logProbability).toBeLessThanOrEqual(0);
        if (sampling !== "certain") expect(top[0]?.logProbability).toBeCloseTo(logProbability ?? 1, 4);
      }
    });

    it.runIf(writesJson)("follows a JSON schema", async () => {
      const schema = {
        type: "object",
        properties: { city: { type: "string", maxLength: 12 }, people: { type: "integer", minimum: 0, maximum: 9 } },
        required: ["city", "people"],
        additionalProperties: false,
      };
      const { text, end } = await read(generate("Describe Paris.", { json: schema, maxTokens: 60 }));
      expect(JSON.parse(text)).toMatchObject({ city: expect.any(String), people: expect.any(Number) });
      expect(end.reason).toBe("stop");
    });

    it("begins nothing that is aborted before, and ends what is aborted within", async () => {
      const before = await read(generate(STORY, { signal: AbortSignal.abort() }));
      expect(before).toMatchObject({ text: "", end: { reason: "aborted", firstTokenMs: null } });
      const abort = new AbortController();
      const within = await read(
        generate(STORY, { maxTokens: 900, signal: abort.signal }),
        ({ type }) => type === "text-delta" && abort.abort(),
      );
      expect(within.end.reason).toBe("aborted");
      expect(within.text).not.toBe("");
      if (countsAborted) expect(within.end.outputTokens).toBeLessThan(100);
      await idle();
    });

    it("gives a place back when its reader leaves", async () => {
      for await (const event of generate(STORY, { maxTokens: 900 })) if (event.type === "text-delta") break;
      await idle();
    });

    it("refuses a model that it does not have, whatever it is asked", async () => {
      const unknown = { code: "unknown-model", message: expect.stringContaining(model) };
      await expect(read(engine.generate("none", ask("Hi")))).rejects.toMatchObject(unknown);
      await expect(engine.info("none")).rejects.toMatchObject(unknown);
      const how = { special: true, bos: false };
      await expect(Promise.resolve().then(() => engine.tokenize("none", "Hi", how))).rejects.toMatchObject(unknown);
    });

    it("refuses a prompt that does not fit, and images that it does not support", async () => {
      await expect(read(generate("word ".repeat(3000)))).rejects.toMatchObject({ code: "prompt-too-long" });
      const seen = {
        role: "user" as const,
        content: "What is this?",
        images: [{ mediaType: "image/png" as const, data: new Uint8Array(8) }],
      };
      await expect(read(engine.generate(model, { ...base, messages: [seen], systemPrompt: "" }))).rejects.toMatchObject({
        code: "unsupported",
      });
      await idle();
    });

    it("ends what takes too long: in all, and to its first token", async () => {
      await expect(read(generate(STORY, { maxTokens: 900, timeoutMs: 100 }))).rejects.toMatchObject({
        code: "timeout",
        message: expect.stringMatching(/longer than 100 ms/u),
      });
      await expect(read(generate(`${STORY} `.repeat(12), { firstTokenTimeoutMs: 1 }))).rejects.toMatchObject({
        code: "timeout",
        message: expect.stringMatching(/first token/iu),
      });
      await idle();
    });

    it("queues requests with positions, and refuses more than may wait", async () => {
      const { leave } = await fill();
      const abort = new AbortController();
      const positions: number[][] = [[], [], []];
      const waiting = positions.map((seen) =>
        read(
          generate("Hi", { maxTokens: 2, signal: abort.signal }),
          (event) => event.type === "queue-position" && seen.push(event.position),
        ),
      );
      await expect.poll(() => engine.stats().get(model)?.waiting).toBe(3);
      await expect(read(generate("Hi"))).rejects.toMatchObject({ code: "queue-full", retryAfterMs: expect.any(Number) });
      await leave();
      const answers = await Promise.all(waiting);
      expect(positions.map(([first]) => first)).toEqual([1, 2, 3]);
      expect(answers.map(({ end }) => end.reason)).toEqual(["length", "length", "length"]);
      expect(answers[0]?.end.queueMs).toBeGreaterThan(0);
    });

    it("ends a wait in the queue that takes too long", async () => {
      const { leave } = await fill();
      const late = read(generate("Hi", { queueTimeoutMs: 20 }));
      await expect(late).rejects.toMatchObject({ code: "timeout", message: expect.stringMatching(/queued longer than 20 ms/u) });
      await leave();
      await idle();
    });

    describeReservations(() => subject);

    it.runIf(tokenizes)("makes tokens of a text, and the text of the tokens", async () => {
      const text = "Hello, wörld 🙂 你好";
      const tokens = await engine.tokenize(model, text, { special: true, bos: false });
      expect(tokens.length).toBeGreaterThan(5);
      expect((await engine.detokenize(model, tokens)).trimStart()).toBe(text);
      const conversation = { messages: [{ role: "user" as const, content: STORY }], systemPrompt: "You are a helpful assistant." };
      const { end } = await read(generate(STORY, { maxTokens: 1 }));
      expect(await engine.tokenize(model, conversation, { special: true, bos: true })).toHaveLength(end.promptTokens ?? 0);
    });

    it(scores ? "tells how likely each token of a text is" : "says that it cannot tell how likely a text is", async () => {
      const prompt = await (tokenizes ? engine.tokenize(model, "The capital of France is Paris", { special: true, bos: true }) : "Paris");
      const scored = engine.logLikelihood(model, { prompt, top: 2, timeoutMs: 30_000 });
      if (!scores) return expect(scored).rejects.toMatchObject({ code: "unsupported" });
      const { tokens, next } = await scored;
      expect(tokens.map(({ token }) => token)).toEqual(prompt);
      expect(tokens.map(({ logProbability }) => logProbability === null)).toEqual(tokens.map((_, index) => index === 0));
      expect(next).toHaveLength(2);
    });

    it("ends what runs and what waits when it is closed, and refuses what comes", async () => {
      const running = Array.from({ length: opened.sequences + 1 }, () =>
        read(generate(STORY, { maxTokens: 900 })).catch((error: unknown) => error),
      );
      await expect.poll(() => engine.stats().get(model)).toMatchObject({ active: opened.sequences, waiting: 1 });
      await engine.close();
      for (const end of await Promise.all(running)) expect(end).toMatchObject({ code: "closed" });
      await expect(read(generate("Hi"))).rejects.toMatchObject({ code: "closed" });
      expect(engine.states().get(model)).toBe("closed");
    });
  });
}

const { messages: _, systemPrompt: __, ...base } = ask("") as Extract<GenerateRequest, { messages: unknown }>;
