import type { Message, Tool } from "../../engine/engine.ts";
import type { ToolFormat } from "./answer-format.ts";

/** How a model is asked to write calls whose chat template has no place for tools: as models of the families of Hermes and Qwen do. */
export const describedFormat: ToolFormat = {
  type: "object",
  start: "<tool_call>\n",
  end: "\n</tool_call>",
  nameKey: "name",
  argumentsKey: "arguments",
  isList: false,
};

/** Tools in words, for the system message (the words of Qwen2.5's own template). */
function described(tools: readonly Tool[]): string {
  const signatures = tools.map(({ name, description = "", parameters = { type: "object", properties: {} } }) =>
    JSON.stringify({ type: "function", function: { name, description, parameters } }),
  );
  return [
    "# Tools\n",
    "You may call one or more functions to assist with the user query.\n",
    "You are provided with function signatures within <tools></tools> XML tags:",
    "<tools>",
    ...signatures,
    "</tools>\n",
    "For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:",
    "<tool_call>",
    '{"name": <function-name>, "arguments": <args-json-object>}',
    "</tool_call>",
  ].join("\n");
}

/** A conversation with tools for a template that knows only texts of the system, the user and the assistant. */
export function withDescribedTools(messages: readonly Message[], tools: readonly Tool[]): Message[] {
  const plain = messages.map(asText);
  if (tools.length === 0) return plain;
  const [first, ...rest] = plain;
  if (first?.role === "system") return [{ ...first, content: `${first.content}\n\n${described(tools)}` }, ...rest];
  return [{ role: "system", content: described(tools) }, ...plain];
}

function asText(message: Message): Message {
  if (message.role === "tool") return { role: "user", content: `<tool_response>\n${message.content}\n</tool_response>` };
  const { toolCalls = [], ...rest } = message;
  if (toolCalls.length === 0) return message;
  const calls = toolCalls.map(
    ({ name, arguments: given }) => `<tool_call>\n{"name": ${JSON.stringify(name)}, "arguments": ${given}}\n</tool_call>`,
  );
  return { ...rest, content: [...(rest.content === "" ? [] : [rest.content]), ...calls].join("\n") };
}
