import { defaultModels } from "../src/models/default-models.ts";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelsFolder, pullArtifact } from "../src/models/index.ts";
import { listen, type RunningServer } from "../src/server/index.ts";
import { createWorkerPool, type WorkerPool } from "../src/local/worker-pool.ts";

const limits = { timeoutMs: 60_000 };
const KEY = "a-key-of-the-test";
const FRANCE = "The capital of France is";

describe("the OpenAI-compatible server", { timeout: 60_000 }, () => {
  let pool: WorkerPool;
  let server: RunningServer;
  let client: OpenAI;
  const unexpected: unknown[] = [];
  const model = defaultModels[0]?.id ?? "";
  beforeAll(async () => {
    const models = await Promise.all(defaultModels.slice(0, 1).map((artifact) => pullArtifact(artifact, { folder: modelsFolder() })));
    pool = createWorkerPool({ models, sequences: 2, contextTokens: 512, threads: 1, maxWaiting: 4 });
    await pool.whenReady();
    server = await listen(pool, { port: 0, host: "127.0.0.1", apiKeys: [KEY], limits, log: (error) => void unexpected.push(error) });
    client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: KEY, maxRetries: 0 });
  }, 300_000);
  afterAll(async () => {
    await server.close();
    await pool.close();
    expect(unexpected).toEqual([]);
  });

  const get = async (path: string) => fetch(`${server.url}${path}`, { headers: { Authorization: `Bearer ${KEY}` } });
  const post = async (path: string, body: unknown, signal?: AbortSignal) =>
    fetch(`${server.url}${path}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${KEY}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
  const idle = () => expect.poll(() => pool.stats().get(model)?.active, { timeout: 10_000, interval: 20 }).toBe(0);
  const ask = { model, messages: [{ role: "user" as const, content: "What is the capital of France?" }], temperature: 0, max_tokens: 24 };

  it("answers a chat, and tells what made the answer", async () => {
    const messages = [{ role: "system" as const, content: "You are a helpful assistant." }, ...ask.messages];
    const answer = await client.chat.completions.create({ ...ask, messages, seed: 7 });
    expect(answer.choices[0]?.message.content).toContain("Paris");
    expect(answer.choices[0]?.finish_reason).toBe("stop");
    expect(answer.usage?.total_tokens).toBe((answer.usage?.prompt_tokens ?? 0) + (answer.usage?.completion_tokens ?? 0));
    const [{ record }] = (answer as unknown as { llmlist: [{ record: { sha256: string; sampling: object } }] }).llmlist;
    expect(record).toMatchObject({
      sha256: defaultModels[0]?.sha256,
      sampling: { seed: 7, temperature: 0, topP: 1, topK: 0, minP: 0, maxTokens: 24 },
    });
  });

  it("streams the same answer, with its usage", async () => {
    const whole = await client.chat.completions.create(ask);
    let text = "";
    let usage: unknown = null;
    for await (const chunk of await client.chat.completions.create({ ...ask, stream: true, stream_options: { include_usage: true } })) {
      text += chunk.choices[0]?.delta.content ?? "";
      usage = chunk.usage ?? usage;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(usage).toMatchObject({ completion_tokens: whole.usage?.completion_tokens });
  });

  it("draws the same answer from the same seed, and several from one request", async () => {
    const warm = { ...ask, messages: [{ role: "user" as const, content: "Tell me a story." }], temperature: 1, seed: 5 };
    const [one, two] = [await client.chat.completions.create(warm), await client.chat.completions.create({ ...warm, n: 2 })];
    expect(two.choices[0]?.message.content).toBe(one.choices[0]?.message.content);
    expect(two.choices[1]?.message.content).not.toBe(one.choices[0]?.message.content);
  });

  it("ends before a stop text, and after as many tokens as asked for", async () => {
    const stopped = await client.completions.create({ model, prompt: "One, two, three,", stop: ["six"], temperature: 0, max_tokens: 40 });
    expect(stopped.choices[0]).toMatchObject({ finish_reason: "stop", text: " four, five, " });
    const cut = await client.completions.create({ model, prompt: FRANCE, temperature: 0, max_tokens: 3 });
    expect(cut).toMatchObject({ choices: [{ finish_reason: "length" }], usage: { completion_tokens: 3 } });
    const endless = await client.chat.completions.create({ ...ask, max_tokens: 60, ignore_eos: true } as typeof ask);
    expect(endless).toMatchObject({ choices: [{ finish_reason: "length" }], usage: { completion_tokens: 60 } });
  });

  it("holds an answer to a JSON schema", async () => {
    const schema = {
      type: "object",
      properties: { city: { type: "string" }, capital: { type: "boolean" } },
      required: ["city", "capital"],
    };
    const answer = await client.chat.completions.create({
      ...ask,
      max_tokens: 80,
      response_format: { type: "json_schema", json_schema: { name: "city", schema } },
    });
    expect(JSON.parse(answer.choices[0]?.message.content ?? "")).toEqual({ city: expect.any(String), capital: expect.any(Boolean) });
    expect(answer.choices[0]).toMatchObject({ finish_reason: "stop", message: { content: expect.stringMatching(/\}$/u) } });
  });

  it("scores each token of a prompt with echo and logprobs, text or tokens, one or many", async () => {
    const request = { model, temperature: 0, max_tokens: 1, logprobs: 1, echo: true };
    const { tokens } = (await (await post("/tokenize", { model, prompt: `${FRANCE} Paris`, add_special_tokens: false })).json()) as {
      tokens: number[];
    };
    const answer = await client.completions.create({ ...request, prompt: [tokens, tokens.slice(0, 3)] });
    const [first, second] = answer.choices.map(({ logprobs }) => logprobs);
    expect(first?.tokens?.slice(0, -1).join("")).toBe(`${FRANCE} Paris`);
    expect(first?.token_logprobs?.[0]).toBeNull();
    const own = await pool.logLikelihood(model, { prompt: tokens, top: 1, timeoutMs: 10_000 });
    expect(first?.token_logprobs?.slice(0, -1)).toEqual(own.tokens.map(({ logProbability }) => logProbability));
    // The likeliest token is Paris, so it is its own best: LM Evaluation Harness reads "greedy" from this equality.
    expect(Object.values(first?.top_logprobs?.[5] ?? {})[0]).toBe(first?.token_logprobs?.[5]);
    expect(second?.tokens).toHaveLength(4);
    const asText = await client.completions.create({ ...request, prompt: `${FRANCE} Paris` });
    expect(asText.choices[0]?.logprobs?.token_logprobs).toEqual(first?.token_logprobs);
  });

  it("tells the log-probabilities of an answer, the same with and without a stream", async () => {
    const answer = await client.chat.completions.create({ ...ask, max_tokens: 5, logprobs: true, top_logprobs: 3 });
    const content = answer.choices[0]?.logprobs?.content ?? [];
    expect(content).toHaveLength(5);
    for (const { logprob, top_logprobs: top } of content) {
      expect(top).toHaveLength(3);
      expect(top[0]?.logprob).toBe(logprob);
    }
    expect(content.map(({ token }) => token).join("")).toBe(answer.choices[0]?.message.content);
  });

  it("makes no vectors with a model that writes", async () => {
    await expect(client.embeddings.create({ model, input: "a cat sleeps" })).rejects.toMatchObject({ status: 400, param: "model" });
  });

  it("turns text into tokens and back, as vLLM does", async () => {
    const text = "Ünïcode 🙂 and <|im_start|>";
    const { tokens, count } = (await (await post("/tokenize", { prompt: text })).json()) as { tokens: number[]; count: number };
    expect(tokens).toHaveLength(count);
    expect(await (await post("/detokenize", { tokens })).json()).toEqual({ prompt: text, content: text });
    expect(await (await get("/tokenizer_info")).json()).toMatchObject({
      eos_token: "<|im_end|>",
      chat_template: expect.stringContaining("im_start"),
    });
  });

  it("says how it is, with a key only beyond that", async () => {
    expect(await (await fetch(`${server.url}/health`)).json()).toEqual({ status: "ok", models: { [model]: "ready" } });
    expect((await fetch(`${server.url}/v1/models`)).status).toBe(401);
    expect((await client.models.list()).data).toMatchObject([{ id: model, max_model_len: 512 }]);
    expect(await (await get("/slots")).json()).toMatchObject([{ model, state: "ready", active: 0 }]);
    const metrics = await (await get("/metrics")).text();
    expect(metrics).toContain(`llmlist_model_ready{model="${model}"} 1`);
    expect(metrics).toMatch(/llmlist_requests_total\{route="\/v1\/chat\/completions",status="200"\} \d+/u);
  });

  it.each([
    ["a model that it does not have", { ...ask, model: "none" }, 404, /No model "none"; there are: /u],
    ["a prompt that does not fit", { ...ask, messages: [{ role: "user", content: "word ".repeat(800) }] }, 400, /tokens/u],
    ["no messages", { ...ask, messages: [] }, 400, /messages/u],
    ["a temperature below 0", { ...ask, temperature: -1 }, 400, /temperature/u],
    ["a field that it does not know", { ...ask, temprature: 1 }, 400, /temprature: is unknown/u],
    [
      "images",
      { ...ask, messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } }] }] },
      400,
      /accepts text only/u,
    ],
  ])("refuses %s with a sentence", async (_, body, status, sentence) => {
    const response = await post("/v1/chat/completions", body);
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as { error: { message: string; type: string } };
    expect(error).toMatchObject({ message: expect.stringMatching(sentence), type: "invalid_request_error" });
  });

  it("refuses a body that is no JSON", async () => {
    const response = await fetch(`${server.url}/v1/completions`, {
      method: "POST",
      headers: { Authorization: `Bearer ${KEY}`, "Content-Type": "application/json" },
      body: "{",
    });
    expect(response.status).toBe(400);
  });

  it("ends an answer whose reader leaves", async () => {
    const abort = new AbortController();
    const response = await post(
      "/v1/chat/completions",
      { ...ask, messages: [{ role: "user", content: "Tell a long story." }], max_tokens: 400, stream: true },
      abort.signal,
    );
    await response.body?.getReader().read();
    expect(pool.stats().get(model)?.active).toBe(1);
    abort.abort();
    await idle();
  });

  it("refuses more than its line holds, and says when to come back", async () => {
    const abort = new AbortController();
    const long = { ...ask, messages: [{ role: "user", content: "Tell a long story." }], max_tokens: 400 };
    const many = Array.from({ length: 7 }, () => post("/v1/chat/completions", long, abort.signal).catch(() => null));
    const refused = await Promise.race(many);
    expect(refused?.status).toBe(429);
    expect(Number(refused?.headers.get("Retry-After"))).toBeGreaterThan(0);
    abort.abort();
    await Promise.all(many);
    await idle();
  });
});
