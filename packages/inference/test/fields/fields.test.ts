import { describe, expect, it } from "vitest";
import type { Engine, GenerateRequest } from "../../src/engine/engine.ts";
import { createServerApp } from "../../src/server/index.ts";
import { createScriptedEngine } from "../../src/testing/index.ts";
import llamaCpp from "./llama-cpp-fields.json" with { type: "json" };
import { openAiFields } from "./list-fields.ts";
import { chat, completion, embedding, type Treatment } from "./treatments.ts";
import { vllmFields } from "./vllm-fields.ts";

const asked: GenerateRequest[] = [];
const script = createScriptedEngine({ models: { model: { answers: () => ({ tokens: ["one ", "answer"] }) } }, sequences: 4 });
const answer = script.generate.bind(script);
const engine: Engine = Object.assign(script, {
  generate(id: string, request: GenerateRequest) {
    asked.push(request);
    const { ignoreEnd: _, ...rest } = request;
    return answer(id, rest);
  },
});
const app = createServerApp(engine, { limits: { timeoutMs: 10_000 }, log: () => {} });

/** What a request led to: its status and answer, and what the engine was asked for. */
async function ask(path: string, body: object) {
  asked.length = 0;
  const response = await app.request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const text = await response.text();
  const requests = asked.map((request) => ({ ...request, signal: null }));
  return { status: response.status, text, requests };
}
/** Ids, times and the record differ each time, or stand for what the engine was asked. */
const comparable = ({ text, requests, status }: Awaited<ReturnType<typeof ask>>) => ({
  status,
  requests,
  text: text
    .replaceAll(/"(id|created|queueMs|firstTokenMs|totalMs|tokensPerSecond)":("[^"]*"|[\d.]+|null)/gu, "")
    .replaceAll(/"llmlist":.*$/gmu, ""),
});
const paramOf = (text: string): unknown => (JSON.parse(text) as { error?: { param: unknown } }).error?.param;

function describeFields(
  path: string,
  base: Record<string, unknown>,
  table: Readonly<Record<string, Treatment>>,
  lists: readonly (readonly string[])[],
) {
  describe(`the fields of ${path}`, () => {
    it("are all in the table, of OpenAI, llama.cpp and vLLM", () => {
      expect([...new Set(lists.flat())].filter((name) => !Object.hasOwn(table, name)).toSorted()).toEqual([]);
    });

    it.each(Object.entries(table))("%s is done, or refused by its name", async (name, treatment) => {
      const { beside = {} } = treatment;
      const plain = comparable(await ask(path, { ...base, ...beside }));
      if ("done" in treatment) {
        const with_ = comparable(await ask(path, { ...base, ...beside, [name]: treatment.done }));
        expect(with_.status, with_.text).toBe(200);
        expect(with_).not.toEqual(plain);
      }
      if ("refused" in treatment) {
        const { status, text, requests } = await ask(path, { ...base, ...beside, [name]: treatment.refused });
        expect({ status, requests }, text).toEqual({ status: name === "model" ? 404 : 400, requests: [] });
        expect(String(paramOf(text)).startsWith(name), text).toBe(true);
      }
      if ("idle" in treatment) expect(comparable(await ask(path, { ...base, ...beside, [name]: treatment.idle }))).toEqual(plain);
    });

    it("are refused by name where nobody knows them", async () => {
      const { status, text } = await ask(path, { ...base, tempreature: 1 });
      expect(status).toBe(400);
      expect(paramOf(text)).toBe("tempreature");
    });
  });
}

const messages = [{ role: "user", content: "Hi" }];
describeFields("/v1/chat/completions", { model: "model", messages, seed: 1 }, chat, [
  openAiFields().chat,
  llamaCpp.fields.chat,
  vllmFields.chat,
]);
describeFields("/v1/completions", { model: "model", prompt: "Hi", seed: 1 }, completion, [
  openAiFields().completion,
  llamaCpp.fields.completion,
  vllmFields.completion,
]);

describe("the fields of /v1/embeddings", () => {
  const vectors = createServerApp(
    Object.assign(createScriptedEngine({ models: { model: { answers: {} } } }), {
      embed: async (_: string, inputs: readonly (string | readonly number[])[]) => inputs.map((input) => [input.length, 1, 2, 2]),
    }),
    { limits: { timeoutMs: 10_000 }, log: () => {} },
  );
  const embed = async (body: object) => {
    const response = await vectors.request("/v1/embeddings", {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json" },
    });
    return { status: response.status, text: await response.text() };
  };
  it("are all in the table, of OpenAI, llama.cpp and vLLM", () => {
    const all = [...openAiFields().embedding, ...llamaCpp.fields.embedding, ...vllmFields.embedding];
    expect(all.filter((name) => !Object.hasOwn(embedding, name))).toEqual([]);
  });

  it.each(Object.entries(embedding))("%s is done, or refused by its name", async (name, treatment) => {
    const base = { model: "model", input: "Hi" };
    const plain = await embed(base);
    expect(plain.status, plain.text).toBe(200);
    if ("done" in treatment) {
      const with_ = await embed({ ...base, [name]: treatment.done });
      expect(with_.status, with_.text).toBe(200);
      expect(with_).not.toEqual(plain);
    }
    if ("refused" in treatment) {
      const { status, text } = await embed({ ...base, [name]: treatment.refused });
      expect(status, text).toBe(name === "model" ? 404 : 400);
      expect(String(paramOf(text)).startsWith(name), text).toBe(true);
    }
    if ("idle" in treatment) expect(await embed({ ...base, [name]: treatment.idle })).toEqual(plain);
  });
});
