import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { otherEngines } from "../src/cli/other-engines.ts";
import type { Engine } from "../src/engine/engine.ts";
import { createRemoteEngine, type RemoteEngine } from "../src/remote/remote-engine.ts";
import type { RemoteModelOptions } from "../src/remote/remote-model.ts";
import { ManualClock } from "../src/testing/index.ts";
import { ask, read } from "./conformance.ts";

type Replies = Readonly<Record<string, unknown>>;

const chat = { choices: [{ delta: { content: "Hi" }, finish_reason: "stop" }] };
const owned = (owner: string, more: object = {}): Replies => ({
  "/v1/models": { data: [{ id: "m", owned_by: owner, ...more }] },
  "/v1/chat/completions": chat,
});

/** Replies by path, and what was asked. */
class Recorder {
  readonly bodies: (readonly [path: string, body: Record<string, unknown>])[] = [];
  replies: Replies = {};
  readonly #server: Server = createServer(async (request, response) => {
    const path = request.url ?? "";
    const body = request.method === "POST" ? ((await json(request)) as Record<string, unknown>) : {};
    if (request.method === "POST") this.bodies.push([path, body]);
    const reply = this.replies[path];
    if (reply === undefined) return void response.writeHead(404).end();
    const text = JSON.stringify(reply);
    if (!body.stream) return void response.writeHead(200, { "Content-Type": "application/json" }).end(text);
    response.writeHead(200, { "Content-Type": "text/event-stream" }).end(`data: ${text}\n\ndata: [DONE]\n\n`);
  });

  async listen(port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

describe("a remote engine", () => {
  let recorder: Recorder;
  let engine: Engine;
  async function open(replies: Replies, more: Partial<RemoteModelOptions> = {}): Promise<Engine> {
    recorder = new Recorder();
    recorder.replies = replies;
    const port = await recorder.listen();
    engine = createRemoteEngine({ models: { far: { baseUrl: `http://127.0.0.1:${port}/v1/`, model: "m", ...more } }, sequences: 2 });
    await engine.whenReady();
    return engine;
  }
  afterEach(async () => {
    await engine.close();
    await recorder.close();
  });
  const asked = (path: string) => recorder.bodies.find(([one]) => one === path)?.[1];

  it.each([
    ["llamacpp", { top_k: 40, min_p: 0.1, repeat_penalty: 1, reasoning_format: "none" }],
    ["vllm", { top_k: 40, min_p: 0.1, repetition_penalty: 1 }],
    ["llmlist", { top_k: 40, min_p: 0.1, reasoning_format: "none" }],
  ])("tells a server of %s every value, also those that it would default", async (owner, samplers) => {
    await open(owned(owner));
    await read(engine.generate("far", ask("Hello", { topK: 40, minP: 0.1, systemPrompt: "", stop: ["\n"], ignoreEnd: true })));
    expect(asked("/v1/chat/completions")).toEqual({
      model: "m",
      messages: [{ role: "user", content: "Hello" }],
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0,
      top_p: 1,
      seed: 1,
      presence_penalty: 0,
      frequency_penalty: 0,
      stop: ["\n"],
      max_tokens: 16,
      ignore_eos: true,
      ...samplers,
    });
  });

  it("refuses what OpenAI's own API would not take, and sends no empty system message", async () => {
    await open(owned("system"));
    for (const more of [{ topK: 40 }, { ignoreEnd: true }])
      await expect(read(engine.generate("far", ask("Hello", more)))).rejects.toMatchObject({ code: "unsupported" });
    await expect(engine.tokenize("far", "Hello", { special: true, bos: false })).rejects.toMatchObject({
      code: "unsupported",
      message: "OpenAI's API has no path that makes tokens of a text.",
    });
    await read(engine.generate("far", ask("Hello", { systemPrompt: "" })));
    expect(recorder.bodies).toHaveLength(1);
    expect(asked("/v1/chat/completions")).toMatchObject({ messages: [{ role: "user", content: "Hello" }] });
    expect(asked("/v1/chat/completions")).not.toHaveProperty("top_k");
  });

  it("sends images before the text that is about them", async () => {
    await open(owned("vllm"), { supportsImages: true });
    const images = [{ mediaType: "image/png" as const, data: new Uint8Array([1, 2, 3]) }];
    await read(engine.generate("far", ask("", { messages: [{ role: "user", content: "What is it?", images }] } as object)));
    const content = [
      { type: "image_url", image_url: { url: "data:image/png;base64,AQID" } },
      { type: "text", text: "What is it?" },
    ];
    expect(asked("/v1/chat/completions")).toMatchObject({ messages: [{ role: "system" }, { role: "user", content }] });
  });

  it.each(["supportsImages", "pictures"])("reads from a configuration that a model supports images (%s)", async (setting) => {
    recorder = new Recorder();
    recorder.replies = owned("vllm");
    const baseUrl = `http://127.0.0.1:${await recorder.listen()}/v1`;
    const remote = [{ name: "far", baseUrl, model: "m", [setting]: true }];
    const [configured] = otherEngines({ remote }, { sequences: 2, contextTokens: 64 }, { environment: {}, locate: (path) => path });
    if (!configured) throw new Error("The configuration has a remote model.");
    engine = configured;
    await engine.whenReady();
    const images = [{ mediaType: "image/png" as const, data: new Uint8Array([1, 2, 3]) }];
    await read(engine.generate("far", { ...ask(""), messages: [{ role: "user", content: "What is it?", images }], systemPrompt: "" }));
    expect(asked("/v1/chat/completions")).toMatchObject({ messages: [{ content: [{ type: "image_url" }, {}] }] });
  });

  it("knows a vLLM by its models, its version and its tokenizer", async () => {
    const words = { bos_token: "<s>", eos_token: "</s>", add_bos_token: true, vocab_size: 9, chat_template: "{{ messages }}" };
    await open({ ...owned("vllm", { max_model_len: 4096 }), "/version": { version: "0.11.0" }, "/tokenizer_info": words });
    expect(await engine.info("far")).toMatchObject({
      engine: "vllm 0.11.0",
      contextTokens: 4096,
      vocabularySize: 9,
      bosToken: "<s>",
      prependsBos: true,
    });
  });

  it("counts tokens in vLLM's form", async () => {
    await open({ ...owned("vllm"), "/tokenize": { tokens: [7, 8], count: 2 }, "/detokenize": { prompt: "Hello" } });
    expect(await engine.tokenize("far", "Hello", { special: true, bos: true })).toEqual([7, 8]);
    expect(asked("/tokenize")).toEqual({ model: "m", prompt: "Hello", add_special_tokens: true });
    expect(await engine.detokenize("far", [7, 8])).toBe("Hello");
  });

  it("reads the probabilities of a prompt from echo, without the tokens that vLLM adds to the likeliest", async () => {
    const logprobs = {
      tokens: ["A", " b", " c"],
      token_logprobs: [null, -3, -1],
      top_logprobs: [null, { " x": -0.5, " b": -3 }, { " c": -1, " d": -2 }],
    };
    await open({
      ...owned("vllm"),
      "/v1/completions": { choices: [{ text: "A b c", logprobs }], usage: { prompt_tokens: 2, completion_tokens: 1 } },
    });
    expect(await engine.logLikelihood("far", { prompt: [65, 66], top: 1, timeoutMs: 5_000 })).toEqual({
      tokens: [
        { token: 65, text: "A", logProbability: null, top: [] },
        { token: 66, text: " b", logProbability: -3, top: [{ token: null, text: " x", logProbability: -0.5 }] },
      ],
      next: [{ token: null, text: " c", logProbability: -1 }],
    });
    expect(asked("/v1/completions")).toMatchObject({ echo: true, logprobs: 1, prompt: [65, 66] });
  });

  it("does not take the probabilities of an answer for those of a prompt", async () => {
    const logprobs = { tokens: [" c"], token_logprobs: [-1], top_logprobs: [{ " c": -1 }] };
    await open({ ...owned("someone"), "/v1/completions": { choices: [{ text: " c", logprobs }], usage: { prompt_tokens: 1 } } });
    await expect(engine.logLikelihood("far", { prompt: [65], top: 1, timeoutMs: 5_000 })).rejects.toMatchObject({ code: "unsupported" });
  });

  it("puts vectors into the order of their texts", async () => {
    const data = [
      { index: 1, embedding: [2] },
      { index: 0, embedding: [1] },
    ];
    await open({ ...owned("someone"), "/v1/embeddings": { data } });
    expect(await engine.embed("far", ["a", "b"])).toEqual([[1], [2]]);
    await expect(engine.embed("far", ["a"])).rejects.toMatchObject({ code: "remote-failed" });
  });

  it("passes over hidden thoughts, whose tokens count as signs of life", async () => {
    const thought = { choices: [{ delta: { reasoning_content: "Hm." }, finish_reason: "stop" }] };
    await open({ ...owned("vllm"), "/v1/chat/completions": thought });
    const { text, end } = await read(engine.generate("far", ask("Hello")));
    expect(text).toBe("");
    expect(end.firstTokenMs).not.toBeNull();
  });

  it("fails at once, with the names that there are, where the endpoint has no such model", async () => {
    await open(owned("vllm"), { model: "other" });
    expect([...engine.states().values()]).toEqual(["failed"]);
    await expect(read(engine.generate("far", ask("Hello")))).rejects.toMatchObject({
      code: "unknown-model",
      message: expect.stringContaining("it has: m"),
    });
  });

  it("refuses addresses and keys that cannot be any, without telling them", async () => {
    await open(owned("vllm"));
    const make = (more: Partial<RemoteModelOptions>) => () =>
      createRemoteEngine({ models: { a: { baseUrl: "http://h/v1", model: "m", ...more } }, sequences: 1 });
    for (const baseUrl of ["h/v1", "ftp://h", "http://user:secret@h/v1", "http://h/v1?key=secret"]) {
      expect(make({ baseUrl })).toThrow(/^A baseUrl is http/u);
      expect(make({ baseUrl })).not.toThrow(/secret/u);
    }
    expect(make({ apiKey: "secret\n" })).toThrow(/^An apiKey has visible ASCII characters alone/u);
  });

  it("finds an endpoint again that comes later", async () => {
    const clock = new ManualClock();
    recorder = new Recorder();
    const port = await recorder.listen();
    await recorder.close();
    engine = createRemoteEngine({ models: { far: { baseUrl: `http://127.0.0.1:${port}/v1`, model: "m" } }, sequences: 1, clock });
    await engine.whenReady();
    expect([...engine.reasons().values()]).toEqual(["The endpoint cannot be reached: it refuses connections."]);
    await expect(read(engine.generate("far", ask("Hello")))).rejects.toMatchObject({ code: "remote-failed" });
    recorder = new Recorder();
    recorder.replies = owned("vllm");
    await recorder.listen(port);
    clock.advance(250);
    await expect.poll(() => engine.states().get("far")).toBe("ready");
    expect((await read(engine.generate("far", ask("Hello")))).text).toBe("Hi");
  });

  describe("whose endpoint goes away, with nobody asking", () => {
    let clock: ManualClock;
    let port: number;
    beforeEach(async () => {
      clock = new ManualClock();
      recorder = new Recorder();
      recorder.replies = owned("vllm");
      port = await recorder.listen();
      const models = { far: { baseUrl: `http://127.0.0.1:${port}/v1`, model: "m" } };
      engine = createRemoteEngine({ models, sequences: 1, healthIntervalMs: 30_000, clock });
      await engine.whenReady();
      await nextCheckAt(30_000);
    });
    /** Waits until the next check is due after so many milliseconds. */
    const nextCheckAt = (milliseconds: number) => expect.poll(() => clock.nextLengthMs).toBe(milliseconds);
    const state = () => [engine.states().get("far"), engine.reasons().get("far")];

    it("takes it out after two failed checks, looks again with back-off, and takes it in again", async () => {
      await recorder.close();
      clock.advance(30_000);
      await nextCheckAt(250);
      expect(state()).toEqual(["ready", undefined]);
      clock.advance(250);
      await nextCheckAt(500);
      expect(state()).toEqual(["failed", "The endpoint cannot be reached: it refuses connections."]);
      clock.advance(500);
      await nextCheckAt(1_000);
      const replies = owned("vllm");
      recorder = new Recorder();
      recorder.replies = replies;
      await recorder.listen(port);
      clock.advance(1_000);
      await nextCheckAt(30_000);
      expect(state()).toEqual(["ready", undefined]);
    });

    it("keeps it in where one check gets lost", async () => {
      await recorder.close();
      clock.advance(30_000);
      await nextCheckAt(250);
      recorder = new Recorder();
      recorder.replies = owned("vllm");
      await recorder.listen(port);
      clock.advance(250);
      await nextCheckAt(30_000);
      expect(state()).toEqual(["ready", undefined]);
    });

    it("takes it out where it does not have the model any more", async () => {
      recorder.replies = { "/v1/models": { data: [{ id: "other", owned_by: "vllm" }] } };
      clock.advance(30_000);
      await nextCheckAt(250);
      clock.advance(250);
      await nextCheckAt(500);
      expect(state()).toEqual(["failed", 'The endpoint has no model "m"; it has: other.']);
    });

    it("reaches a model that is added without a restart", async () => {
      const { port: other, recorder: second } = await secondEndpoint();
      (engine as RemoteEngine).add("near", { baseUrl: `http://127.0.0.1:${other}/v1`, model: "m" });
      expect((await read(engine.generate("near", ask("Hello")))).text).toBe("Hi");
      await (engine as RemoteEngine).remove("near");
      expect([...engine.states()]).toEqual([["far", "ready"]]);
      await second.close();
    });

    async function secondEndpoint() {
      const second = new Recorder();
      second.replies = owned("vllm");
      return { recorder: second, port: await second.listen() };
    }
  });
});
