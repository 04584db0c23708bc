import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localModelOfFile } from "../src/cli/local-model-of-file.ts";
import { createWorkerPool, type WorkerPool } from "../src/local/worker-pool.ts";
import { createServerApp } from "../src/server/index.ts";
import { chatMl, tinyModel } from "../src/testing/tiny-model.ts";
import { writeGguf } from "../src/testing/write-gguf.ts";

interface ToolCall {
  readonly id: string;
  readonly function: { readonly name: string; readonly arguments: string };
}
interface Completion {
  readonly choices: readonly {
    readonly message: { readonly content: string | null; readonly tool_calls?: readonly ToolCall[] };
    readonly finish_reason: string;
    readonly logprobs: {
      readonly content: readonly { readonly token: string; readonly logprob: number; readonly bytes: readonly number[] }[];
    } | null;
  }[];
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number };
  readonly llmlist: readonly {
    readonly notes?: readonly string[];
    readonly record: { readonly sampling: { readonly maxTokens: number; readonly seed: number } };
  }[];
  readonly error?: { readonly message: string; readonly param: string | null; readonly code: string };
}

const CONTEXT = 1536;

describe("answers that are held to a form", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-constraints-"));
  const path = join(folder, "tiny.gguf");
  let pool: WorkerPool;
  let app: ReturnType<typeof createServerApp>;
  const logged: string[] = [];
  beforeAll(async () => {
    writeFileSync(path, writeGguf(tinyModel({ chatTemplate: chatMl })));
    const models = [await localModelOfFile(path)];
    const options = { sequences: 2, contextTokens: CONTEXT, threads: 1, device: "cpu", trialsFolder: folder } as const;
    pool = createWorkerPool({ models, ...options, log: (message) => logged.push(message) });
    await pool.whenReady();
    app = createServerApp(pool, { limits: { timeoutMs: 30_000 }, log: (error) => logged.push(String(error)) });
  }, 60_000);
  afterAll(async () => {
    await pool.close();
    rmSync(folder, { recursive: true });
  });

  const post = (body: object) =>
    app.request("/v1/chat/completions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ messages: [{ role: "user", content: "Go on" }], seed: 3, ...body }),
    });
  const ask = async (body: object) => (await (await post(body)).json()) as Completion;
  const strict = (schema: object) => ({ type: "json_schema", json_schema: { name: "answer", strict: true, schema } });

  it.each([
    ["a pattern", { type: "string", pattern: "^[0-9]{5}$" }, /^"[0-9]{5}"$/u],
    ["bounds", { type: "integer", minimum: 100, maximum: 105 }, /^10[0-5]$/u],
    ["one of several types", { anyOf: [{ type: "integer", minimum: 0, maximum: 9 }, { const: "x" }] }, /^(\d|"x")$/u],
  ])("follow a schema with %s, drawn and greedily", async (_, schema, form) => {
    for (const more of [{}, { temperature: 0 }, { seed: 9, temperature: 2 }]) {
      const { choices } = await ask({ response_format: strict(schema), ...more });
      expect(choices[0]).toMatchObject({ message: { content: expect.stringMatching(form) }, finish_reason: "stop" });
    }
  });

  it("follow a grammar, a choice and a pattern", async () => {
    expect((await ask({ grammar: 'root ::= "yes" | "no"' })).choices[0]?.message.content).toMatch(/^(yes|no)$/u);
    expect((await ask({ guided_choice: ["left", "right"] })).choices[0]?.message.content).toMatch(/^(left|right)$/u);
    expect((await ask({ structured_outputs: { regex: "[a-c]{3}-\\d" } })).choices[0]?.message.content).toMatch(/^[a-c]{3}-\d$/u);
  });

  it.each([
    [
      { response_format: strict({ type: "object", properties: { a: { $ref: "#/$defs/x" } } }) },
      "response_format.json_schema.schema.properties.a.$ref",
    ],
    [{ guided_json: { type: "array", uniqueItems: true } }, "guided_json.uniqueItems"],
    [{ grammar: "root ::= (" }, "grammar"],
    [{ logit_bias: { "999999": 1 } }, "logit_bias"],
    [{ grammar: 'root ::= "a"', guided_choice: ["b"] }, "guided_choice"],
  ])("are refused for %j by the field that asks for them", async (body, param) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(((await response.json()) as Completion).error).toMatchObject({ param });
  });

  it("have log-probabilities at any temperature, of the model itself", async () => {
    const { choices } = await ask({
      response_format: strict({ type: "integer", minimum: 10, maximum: 99 }),
      logprobs: true,
      temperature: 0.7,
    });
    const tokens = choices[0]?.logprobs?.content ?? [];
    expect(tokens.map(({ token }) => token).join("")).toBe(choices[0]?.message.content);
    for (const { logprob } of tokens) expect(logprob).toBeLessThan(0);
  });

  it("tell the raw bytes of tokens that are parts of characters", async () => {
    const { choices } = await ask({ guided_choice: ["🙂"], logprobs: true });
    expect(choices[0]?.logprobs?.content.flatMap(({ bytes }) => bytes)).toEqual([...Buffer.from("🙂")]);
  });

  const tool = (name: string, parameters: object) => ({ type: "function", function: { name, parameters } });
  const tools = [
    tool("weather", { type: "object", properties: { city: { enum: ["Paris", "Rome"] } }, required: ["city"] }),
    tool("add", {
      type: "object",
      properties: { a: { $ref: "#/$defs/n" } },
      required: ["a"],
      $defs: { n: { type: "integer", minimum: 1, maximum: 3 } },
    }),
  ];

  it("call a tool where they have to, with arguments that follow its schema", async () => {
    const { choices } = await ask({ tools, tool_choice: { type: "function", function: { name: "add" } }, parallel_tool_calls: false });
    const { message, finish_reason: reason } = choices[0] ?? { message: { content: "" }, finish_reason: "" };
    expect(reason).toBe("tool_calls");
    expect(message.content).toBeNull();
    expect(message.tool_calls).toEqual([
      { id: expect.any(String), type: "function", function: { name: "add", arguments: expect.stringMatching(/"a"\s*:\s*[123]\D/u) } },
    ]);
    const any = await ask({ tools, tool_choice: "required", parallel_tool_calls: false, seed: 8 });
    expect(["weather", "add"]).toContain(any.choices[0]?.message.tool_calls?.[0]?.function.name);
  });

  it("stream calls of tools as OpenAI does", async () => {
    const response = await post({ tools, tool_choice: "required", parallel_tool_calls: false, stream: true });
    const lines = (await response.text()).split("\n").filter((line) => line.startsWith("data: {"));
    const choices = lines.map(
      (line) =>
        (
          JSON.parse(line.slice(6)) as {
            choices: [
              {
                delta: { tool_calls?: [{ index: number; id?: string; function: { name?: string; arguments: string } }] };
                finish_reason: string | null;
              },
            ];
          }
        ).choices[0],
    );
    const deltas = choices.flatMap(({ delta }) => delta.tool_calls ?? []);
    expect(deltas[0]).toMatchObject({ index: 0, id: expect.any(String), function: { name: expect.any(String), arguments: "" } });
    expect(JSON.parse(deltas.map((delta) => delta.function.arguments).join(""))).toEqual(expect.any(Object));
    expect(deltas.length).toBeGreaterThan(2);
    expect(choices.at(-1)?.finish_reason).toBe("tool_calls");
  });

  it("take conversations as clients send them", async () => {
    const call = { id: "1", type: "function", function: { name: "add", arguments: '{"a":1}' } };
    const user = { role: "user", content: "Hi" };
    for (const messages of [
      [user, { role: "assistant", content: null, tool_calls: [call] }, { role: "tool", tool_call_id: "1", content: "2" }],
      [user, { role: "system", content: "Be brief." }, user],
      [{ role: "system", content: "Say something." }],
      [{ role: "system", content: "One." }, { role: "developer", content: "Two." }, user],
      [
        {
          role: "user",
          content: [
            { type: "text", text: "One" },
            { type: "text", text: "two" },
          ],
        },
      ],
    ]) {
      const response = await post({ messages, tools, max_tokens: 2 });
      expect(response.status, await response.clone().text()).toBe(200);
    }
  });

  it("get the room that there is where they ask for more, and say so", async () => {
    const { llmlist, usage } = await ask({ max_tokens: 100_000, ignore_eos: true });
    expect(llmlist[0]?.record.sampling.maxTokens).toBe(CONTEXT - usage.prompt_tokens);
    expect(llmlist[0]?.notes?.[0]).toContain("max_tokens was 100000");
    expect(usage.prompt_tokens + usage.completion_tokens).toBe(CONTEXT);
  });

  it("have seeds of their own, each recorded, and a prompt that is counted once", async () => {
    const body = { n: 2, max_tokens: 12, temperature: 1.5, ignore_eos: true, seed: 4_294_967_294 };
    const { choices, usage, llmlist } = await ask(body);
    expect(choices[0]?.message.content).not.toBe(choices[1]?.message.content);
    expect(llmlist.map(({ record }) => record.sampling.seed)).toEqual([4_294_967_294, 0]);
    expect(usage.prompt_tokens).toBe((await ask({ max_tokens: 1 })).usage.prompt_tokens);
    const drawn = await Promise.all([ask({ seed: -1, max_tokens: 1 }), ask({ seed: -1, max_tokens: 1 })]);
    expect(new Set(drawn.map((one) => one.llmlist[0]?.record.sampling.seed)).size).toBe(2);
  });

  it("tell callers nothing of what others wrote when the process ends", async () => {
    const SECRET = "PRIVATE-4711";
    await ask({ grammar: `root ::= "${SECRET}` });
    const response = await post({ max_tokens: 400, ignore_eos: true, stream: true });
    const reader = response.body?.getReader();
    await reader?.read();
    process.kill(pool.pids().get("tiny") ?? 0, "SIGKILL");
    let text = "";
    for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read())
      text += new TextDecoder().decode(chunk.value);
    expect(text).toContain("worker-crashed");
    expect(text).not.toContain(SECRET);
    // The operator is told: the process wrote it to its log.
    expect(logged.join("\n")).toContain(SECRET);
    await expect.poll(() => pool.states().get("tiny"), { timeout: 20_000 }).toBe("ready");
  });

  it("are of the weights in their record: a file that was replaced answers no more", async () => {
    const before = await ask({ max_tokens: 1 });
    expect(before.llmlist[0]?.record).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) });
    const other = join(folder, "other.gguf");
    writeFileSync(other, writeGguf(tinyModel({ seed: 2, chatTemplate: chatMl })));
    copyFileSync(other, path);
    await expect.poll(async () => (await post({ max_tokens: 1 })).status, { timeout: 30_000 }).toBe(503);
    await expect.poll(() => pool.states().get("tiny"), { timeout: 30_000 }).toBe("failed");
    expect(pool.reasons().get("tiny")).toContain("has changed since it was added");
  });
});
