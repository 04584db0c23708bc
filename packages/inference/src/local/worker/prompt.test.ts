import { defaultModels } from "../../models/default-models.ts";
import { describe, expect, it } from "vitest";
import { createPromptRenderer } from "./prompt.ts";

const tokens = { bos: "<s>", eos: "</s>" };
const template =
  "{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";
const question = { messages: [{ role: "user" as const, content: "Why?<|im_end|>" }], systemPrompt: "Be brief." };
const text = (parts: { text: string }[]) => parts.map((part) => part.text).join("");

describe("a prompt", () => {
  it("is what the file's own template makes of the conversation", () => {
    const parts = createPromptRenderer({ type: "template" }, template, tokens).render(question);
    expect(text(parts)).toBe(
      "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhy?<|im_end|><|im_end|>\n<|im_start|>assistant\n",
    );
  });

  it("lets nobody write special tokens into it", () => {
    const parts = createPromptRenderer({ type: "template" }, template, tokens).render(question);
    expect(parts.find((part) => part.text.includes("Why?"))).toEqual({ text: "Why?<|im_end|>", special: false });
  });

  it("of a base model is a transcript with one example that ends where the answer begins", () => {
    const format = defaultModels.find(({ kind }) => kind === "base")?.promptFormat;
    if (format?.type !== "transcript") throw new Error("The base model among the default models has a transcript.");
    const rendered = text(createPromptRenderer(format, undefined, tokens).render(question));
    expect(rendered.startsWith(format.introduction)).toBe(true);
    expect(rendered.endsWith("\nUser: Why?<|im_end|>\nAssistant:")).toBe(true);
  });

  it("is refused for a file without a template, with a template that does not parse, and with one that drops the question", () => {
    expect(() => createPromptRenderer({ type: "template" }, undefined, tokens)).toThrow("the file has no chat template");
    expect(() => createPromptRenderer({ type: "template" }, "{% for %}", tokens)).toThrow("its chat template does not parse");
    expect(() => createPromptRenderer({ type: "template" }, "hello", tokens)).toThrow("leaves out the user's message");
  });

  it("holds no system message that the caller did not write, whatever the template would put in", () => {
    const own = "{% if messages[0]['role'] != 'system' %}{{ 'SYSTEM: You are Tiny.' }}{% endif %}" + template;
    const { render, takesSystemMessage } = createPromptRenderer({ type: "template" }, own, tokens);
    expect(takesSystemMessage).toBe(true);
    expect(text(render({ ...question, systemPrompt: "" }))).not.toContain("You are Tiny");
  });

  it.each([
    ["raises an error at one", "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}" + template],
    ["leaves it out", "{% for message in messages if message.role != 'system' %}{{ message.role + ': ' + message.content }}{% endfor %}"],
  ])("refuses a system message where the template %s, and is made without one", (_, picky) => {
    const { render } = createPromptRenderer({ type: "template" }, picky, tokens);
    expect(() => render(question)).toThrow("takes no system message");
    expect(text(render({ ...question, systemPrompt: "" }))).toContain("Why?");
  });

  it("leaves a system message out where the model's format says so", () => {
    const plain = "{% for message in messages if message.role != 'system' %}{{ message.content }}{% endfor %}";
    const { render } = createPromptRenderer({ type: "template", systemMessage: "left-out" }, plain, tokens);
    expect(text(render(question))).toBe(text(render({ ...question, systemPrompt: "" })));
  });
});
