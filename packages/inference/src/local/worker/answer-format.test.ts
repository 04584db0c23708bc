import { getLlama, LlamaLogLevel } from "node-llama-cpp";
import { beforeAll, describe, expect, it } from "vitest";
import type { GenerationEvent, ToolCall } from "../../engine/engine.ts";
import { type AnswerFormat, answerFormatOf } from "./answer-format.ts";
import { AnswerParser } from "./answer-parser.ts";
import { ChatTemplate, type Render, templateEngine } from "./chat-template.ts";

const message = "{{ '<|im_start|>' + m.role + '\\n' }}";
const toolList = "{% if tools %}{{ '<tools>' }}{% for t in tools %}{{ t | tojson }}{% endfor %}{{ '</tools>\\n' }}{% endif %}";
const begin = "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";
/** A template of the family of Hermes and Qwen. */
const hermes =
  `${toolList}{% for m in messages %}${message}{{ m.content }}{% for c in m.tool_calls or [] %}` +
  `{{ '<tool_call>\\n{"name": "' + c.function.name + '", "arguments": ' }}{{ c.function.arguments | tojson }}{{ '}\\n</tool_call>' }}{% endfor %}` +
  `{{ '<|im_end|>\\n' }}{% endfor %}${begin}`;
/** A template of the family of Llama 3: a call is the whole answer. */
const llama3 =
  `${toolList}{% for m in messages %}${message}{% if m.tool_calls %}{{ '{"name": "' + m.tool_calls[0].function.name + '", ' }}` +
  `{{ '"parameters": ' }}{{ m.tool_calls[0].function.arguments | tojson }}{{ '}' }}{% else %}{{ m.content }}{% endif %}{{ '<|eot_id|>' }}{% endfor %}${begin}`;
/** A template of the family of Mistral, with the name before the arguments. */
const mistral =
  `${toolList}{% for m in messages %}${message}{{ m.content }}{% for c in m.tool_calls or [] %}` +
  `{{ '[TOOL_CALLS]' + c.function.name + '[ARGS]' }}{{ c.function.arguments | tojson }}{% endfor %}{{ '</s>' }}{% endfor %}${begin}`;
/** A template that shows the thoughts of the last answer. */
const thinking =
  `{% for m in messages %}${message}{% if m.reasoning_content %}{{ '<think>\\n' + m.reasoning_content + '\\n</think>\\n\\n' }}{% endif %}` +
  `{{ m.content + '<|im_end|>\\n' }}{% endfor %}${begin}`;

let compile: (source: string) => Render;
beforeAll(async () => {
  compile = templateEngine(await getLlama({ build: "never", gpu: false, logLevel: LlamaLogLevel.error }));
});
const formatOf = (source: string) =>
  answerFormatOf(new ChatTemplate(source, compile, { bos: "", eos: "", isSystemLeftOut: false }), source);

/** What an answer is taken apart into, a few characters at a time. */
function takenApart(format: AnswerFormat, text: string, size: number, beginsInReasoning = false) {
  const parts = { text: "", reasoning: "", calls: [] as Omit<ToolCall, "id">[], argumentDeltas: 0 };
  const parser = new AnswerParser({ ...format, beginsInReasoning }, (delta: GenerationEvent) => {
    if (delta.type === "text-delta") parts.text += delta.text;
    if (delta.type === "reasoning-delta") parts.reasoning += delta.text;
    if (delta.type !== "tool-call-delta") return;
    if (delta.name !== undefined) parts.calls.push({ name: delta.name, arguments: "" });
    if (delta.arguments !== "") parts.argumentDeltas++;
    const call = parts.calls[delta.index];
    parts.calls[delta.index] = { name: call?.name ?? "", arguments: (call?.arguments ?? "") + delta.arguments };
  });
  for (let start = 0; start < text.length; start += size) parser.push(text.slice(start, start + size));
  parser.end();
  return parts;
}

const look = { name: "look", arguments: '{"at": "a } \\" {", "deep": {"n": [1, 2]}}' };
const call = `{"name": "look", "arguments": ${look.arguments}}`;

describe("the format of answers", () => {
  it("is read from the chat template", () => {
    expect(formatOf(hermes).tools).toMatchObject({
      type: "object",
      start: "<tool_call>\n",
      end: "\n</tool_call>",
      nameKey: "name",
      argumentsKey: "arguments",
    });
    expect(formatOf(llama3).tools).toMatchObject({ type: "object", start: "", end: "", argumentsKey: "parameters", isList: false });
    expect(formatOf(mistral).tools).toEqual({ type: "named", start: "[TOOL_CALLS]", between: "[ARGS]", end: "" });
    expect(formatOf(thinking)).toEqual({
      reasoning: { start: "<think>", end: "</think>", opening: "<think>\n", closing: "\n</think>\n\n" },
      tools: null,
    });
  });
});

describe.each([1, 3, 1_000])("an answer that comes %i characters at a time", (size) => {
  it("is taken apart into text and calls, whose arguments are streamed", () => {
    const parts = takenApart(formatOf(hermes), `I look.\n<tool_call>\n${call}\n</tool_call>\n<tool_call>\n${call}\n</tool_call>`, size);
    expect(parts).toMatchObject({ text: "I look.", calls: [look, look] });
    if (size < 10) expect(parts.argumentDeltas).toBeGreaterThan(10);
  });

  it("may be nothing but a call, with or without its name first", () => {
    const format = formatOf(llama3);
    expect(takenApart(format, call.replace('"arguments"', '"parameters"'), size)).toMatchObject({ text: "", calls: [look] });
    expect(takenApart(format, '{"parameters": {"a": 1}, "name": "look"}', size).calls).toEqual([{ name: "look", arguments: '{"a":1}' }]);
    expect(takenApart(format, "Plain text {braces}.", size)).toMatchObject({ text: "Plain text {braces}.", calls: [] });
  });

  it("may name a tool before its arguments", () => {
    expect(takenApart(formatOf(mistral), `Hm.[TOOL_CALLS]look[ARGS]${look.arguments}[TOOL_CALLS]look[ARGS]{}`, size)).toMatchObject({
      text: "Hm.",
      calls: [look, { name: "look", arguments: "{}" }],
    });
  });

  it("shows what looks like a call and is none", () => {
    const text = "Write <tool_call> around it, or <tool_ca";
    expect(takenApart(formatOf(hermes), text, size)).toMatchObject({ text, calls: [] });
  });

  it("has its thoughts apart, also where the prompt has begun them", () => {
    const format = formatOf(thinking);
    expect(takenApart(format, "<think>\nHm <b>.\n</think>\n\nYes.", size)).toMatchObject({ reasoning: "\nHm <b>.", text: "Yes." });
    expect(takenApart(format, "Hm.\n</think>\n\nYes.", size, true)).toMatchObject({ reasoning: "Hm.", text: "Yes." });
    expect(takenApart(format, "No thoughts.", size)).toMatchObject({ reasoning: "", text: "No thoughts." });
  });
});
