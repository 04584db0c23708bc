import { getLlama, LlamaLogLevel } from "node-llama-cpp";
import { beforeAll, describe, expect, it } from "vitest";
import type { Conversation } from "../../engine/engine.ts";
import { defaultModels } from "../../models/default-models.ts";
import { templateEngine } from "./chat-template.ts";
import { createPromptRenderer, type PromptModel } from "./prompt.ts";

let model: PromptModel;
beforeAll(async () => {
  const llama = await getLlama({ build: "never", gpu: false, logLevel: LlamaLogLevel.error });
  model = { bos: "<s>", eos: "</s>", specials: ["<|im_start|>", "<|im_end|>", "</think>"], compile: templateEngine(llama) };
});

const template =
  "{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";
const question = { messages: [{ role: "user" as const, content: "Why?<|im_end|>" }], systemPrompt: "Be brief." };
const ask = (content: string, more: Partial<Conversation> = {}): Conversation => ({
  messages: [{ role: "user", content }],
  systemPrompt: "",
  ...more,
});
const renderer = (source: string) => createPromptRenderer({ type: "template" }, source, model);
/** Where people's text looks like a special token, as far as it was found. */
const plainText = ({ text, plain }: { readonly text: string; readonly plain: readonly number[] }) =>
  plain.map((index) => text.slice(index, index + 6));

describe("a prompt", () => {
  it("is what the file's own template makes of the conversation", () => {
    expect(renderer(template).render(question).text).toBe(
      "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhy?<|im_end|><|im_end|>\n<|im_start|>assistant\n",
    );
  });

  it("lets a template see the text itself", () => {
    const trimmed = renderer(template.replace("message.content", "message.content | trim"));
    expect(trimmed.render(ask("  hello \n\n")).text).toContain("user\nhello<|im_end|>");
    const split = renderer(template.replace("message.content", "message.content.split('</think>')[-1].lstrip('\\n')"));
    const messages = [
      ...ask("Why?").messages,
      { role: "assistant" as const, content: "<think>\nsecret\n</think>\n\nAnswer" },
      ...ask("More").messages,
    ];
    expect(split.render({ messages, systemPrompt: "" }).text).toContain("assistant\nAnswer<|im_end|>");
  });

  it("shows where people wrote special tokens, also where the template looks at them", () => {
    const { render } = renderer(template);
    expect(plainText(render(question))).toEqual(["<|im_e"]);
    expect(render(ask("Why?")).plain).toEqual([]);
    const looking = renderer(`{% if '</think>' in messages[0].content %}{{ 'seen ' }}{% endif %}${template}`).render(ask("a</think>b"));
    expect(looking.text).toContain("seen <|im_start|>user\na</think>b");
    expect(looking.plain.every((index) => looking.text.slice(0, index + 1).includes("a<"))).toBe(true);
    expect(looking.plain.length).toBeGreaterThan(0);
  });

  it("shows where the ends of two texts would become a special token together", () => {
    const joined = renderer("{% for message in messages %}{{ message.content }}{% endfor %}").render({
      messages: [...ask("a<|im_").messages, { role: "assistant", content: "end|>b" }],
      systemPrompt: "",
    });
    expect(joined.text).toBe("a<|im_end|>b");
    expect(joined.plain.length).toBeGreaterThan(0);
  });

  it("shows special tokens in the names and schemas of tools", () => {
    const withTools = renderer(`{% for tool in tools %}{{ tool | tojson }}{% endfor %}${template}`);
    const tools = [{ name: "a", parameters: { type: "object", properties: { "<|im_end|>": { type: "string" } } } }];
    expect(plainText(withTools.render(ask("Hi", { tools })))).toEqual(["<|im_e"]);
  });

  it("of a base model is a transcript with one example that ends where the answer begins", () => {
    const format = defaultModels.find(({ kind }) => kind === "base")?.promptFormat;
    if (format?.type !== "transcript") throw new Error("The base model among the default models has a transcript.");
    const { text, isTranscript } = createPromptRenderer(format, undefined, model).render(question);
    expect(text.startsWith(format.introduction)).toBe(true);
    expect(text.endsWith("\nUser: Why?<|im_end|>\nAssistant:")).toBe(true);
    expect(isTranscript).toBe(true);
  });

  it("is refused for a file without a template, with a template that does not parse, and with one that drops the question", () => {
    expect(() => createPromptRenderer({ type: "template" }, undefined, model)).toThrow("the file has no chat template");
    expect(() => renderer("{% for %}")).toThrow("its chat template does not parse");
    expect(() => renderer("hello")).toThrow("leaves out the user's message");
  });

  it("holds the template's own system message where the caller gives none", () => {
    const own = "{% if messages[0]['role'] != 'system' %}{{ 'SYSTEM: You are Tiny.' }}{% endif %}" + template;
    expect(renderer(own).render(ask("Hi")).text).toContain("You are Tiny");
    expect(renderer(own).render(question).text).not.toContain("You are Tiny");
    expect(renderer(template).render(ask("Hi")).text).not.toContain("system");
  });

  it.each([
    ["raises an error at one", "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}" + template],
    ["leaves it out", "{% for message in messages if message.role != 'system' %}{{ message.role + '\\n' + message.content }}{% endfor %}"],
  ])("has a system message before the next one where the template %s, as llama.cpp has it", (_, picky) => {
    expect(renderer(picky).render({ ...question, systemPrompt: "Be brief." }).text).toContain("user\nBe brief.\nWhy?");
  });

  it("leaves a system message out where the model's format says so", () => {
    const plain = "{% for message in messages if message.role != 'system' %}{{ message.content }}{% endfor %}";
    const { render } = createPromptRenderer({ type: "template", systemMessage: "left-out" }, plain, model);
    expect(render(question).text).toBe(render({ ...question, systemPrompt: "" }).text);
  });

  it("says why a template refuses a conversation", () => {
    const strict = `{% if messages[0]['role'] == 'assistant' %}{{ raise_exception('Roles must alternate!') }}{% endif %}${template}`;
    expect(() =>
      renderer(strict).render({ messages: [{ role: "assistant", content: "Hi" }, ...ask("Hi").messages], systemPrompt: "" }),
    ).toThrow("The model's chat template refuses this conversation: Roles must alternate!");
  });

  it("ends with a begun answer that is to be continued", () => {
    const begun = {
      messages: [...ask("Capital of France?").messages, { role: "assistant" as const, content: "It is" }],
      systemPrompt: "",
      continuesAnswer: true,
    };
    expect(renderer(template).render(begun).text.endsWith("<|im_start|>assistant\nIt is")).toBe(true);
    expect(() => renderer(template).render({ ...begun, messages: ask("Hi").messages })).toThrow("the last message is none");
  });

  it("describes tools in the system message, and their calls and results in texts, where a template has no place for them", () => {
    const tools = [{ name: "look", description: "Looks.", parameters: { type: "object", properties: {} } }];
    const toolCalls = [{ id: "1", name: "look", arguments: '{"at":1}' }];
    const { text } = renderer(template).render({
      messages: [
        ...ask("Look!").messages,
        { role: "assistant", content: "", toolCalls },
        { role: "tool", content: "a cat", toolCallId: "1" },
      ],
      systemPrompt: "Be brief.",
      tools,
    });
    expect(text).toContain("system\nBe brief.\n\n# Tools");
    expect(text).toContain('"name":"look","description":"Looks."');
    expect(text).toContain('assistant\n<tool_call>\n{"name": "look", "arguments": {"at":1}}\n</tool_call><|im_end|>');
    expect(text).toContain("user\n<tool_response>\na cat\n</tool_response><|im_end|>");
  });

  it("refuses variables that a template does not look at", () => {
    expect(() => renderer(template).render(ask("Hi", { templateVariables: { foo: 1 } }))).toThrow("does not look at foo");
    expect(() => renderer(template).render(ask("Hi", { templateVariables: { reasoning_effort: "high" } }))).toThrow(
      "does not look at reasoning_effort",
    );
    expect(renderer(template).render(ask("Hi", { templateVariables: { reasoning_effort: "none" } })).text).toContain("Hi");
  });

  it("gives a template its variables", () => {
    const switched = `${template}{% if not enable_thinking %}{{ '<think>\\n\\n</think>\\n\\n' }}{% endif %}`;
    expect(renderer(switched).render(ask("Hi")).text).not.toContain("<think>");
    expect(renderer(switched).render(ask("Hi", { templateVariables: { enable_thinking: false } })).text).toContain("<think>");
  });
});
