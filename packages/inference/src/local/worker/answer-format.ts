import type { Message } from "../../engine/engine.ts";
import type { ChatTemplate, Variables } from "./chat-template.ts";
import { endOfJson } from "./json-end.ts";

/** How a model marks what it thinks. */
interface ReasoningFormat {
  readonly start: string;
  readonly end: string;
  /** The same with the white space that the template writes beside them. */
  readonly opening: string;
  readonly closing: string;
}

/** How a model writes the call of a tool, around its name and its arguments, which are JSON. */
export type ToolFormat =
  /** One object with both, such as `<tool_call>{"name": ..., "arguments": ...}</tool_call>`. */
  | {
      readonly type: "object";
      readonly start: string;
      readonly end: string;
      readonly nameKey: string;
      readonly argumentsKey: string;
      readonly isList: boolean;
    }
  /** The name as it is, such as `[TOOL_CALLS]name[ARGS]{...}`. */
  | { readonly type: "named"; readonly start: string; readonly between: string; readonly end: string };

/** What an answer consists of besides its text. */
export interface AnswerFormat {
  readonly reasoning: ReasoningFormat | null;
  readonly tools: ToolFormat | null;
}

const USER = "llmlist asks";
const ANSWER = "llmlist answers";
const THOUGHT = "llmlist thinks";
const TOOL = "llmlist_tool";
const ARGUMENTS = { llmlist_argument: "value" };

const user: Message = { role: "user", content: USER };
const tools: Variables = {
  tools: [
    {
      type: "function",
      function: { name: TOOL, description: "", parameters: { type: "object", properties: { llmlist_argument: { type: "string" } } } },
    },
  ],
};

/** Reads from a chat template how answers are written, by what it makes of examples. */
export function answerFormatOf(template: ChatTemplate, source: string): AnswerFormat {
  return { reasoning: reasoningOf(template, source), tools: toolsOf(template) };
}

function reasoningOf(template: ChatTemplate, source: string): ReasoningFormat | null {
  const text = template.example([user, { role: "assistant", content: ANSWER, reasoning: THOUGHT }]) ?? "";
  const [thought, answer] = [text.indexOf(THOUGHT), text.lastIndexOf(ANSWER)];
  if (thought >= 0 && answer > thought) {
    const [opening, start] = /((?:<[^<>\s]+>|\[[A-Z_]+\]))\s*$/u.exec(text.slice(0, thought)) ?? [];
    const [closing, end] = /^\s*((?:<[^<>\s]+>|\[\/[A-Z_]+\]))\s*/u.exec(text.slice(thought + THOUGHT.length, answer)) ?? [];
    if (opening !== undefined && start !== undefined && closing !== undefined && end !== undefined) return { start, end, opening, closing };
  }
  // A template may take thoughts out of all answers, and show their marks only where it lets a model think of nothing.
  const [on = "", off = ""] = [true, false].map(
    (thinks) => template.example([user], { enable_thinking: thinks, add_generation_prompt: true }) ?? "",
  );
  const nothing = on !== off && off.startsWith(on) ? off.slice(on.length) : "";
  const [, start, end] = /^\s*(<[^<>\s]+>)\s*(<[^<>\s]+>)\s*$/u.exec(nothing) ?? [];
  if (start !== undefined && end !== undefined) return { start, end, opening: start, closing: end };
  return source.includes("</think>") ? { start: "<think>", end: "</think>", opening: "<think>", closing: "</think>" } : null;
}

function toolsOf(template: ChatTemplate): ToolFormat | null {
  if (!template.takesTools || !template.takesToolCalls) return null;
  const call = { id: "call00001", name: TOOL, arguments: JSON.stringify(ARGUMENTS) };
  const text = template.example([user, { role: "assistant", content: "", toolCalls: [call] }], tools);
  const plain = template.example([user, { role: "assistant", content: ANSWER }], tools);
  if (text === null || plain === null) return null;
  const after = (whole: string) => whole.slice(whole.lastIndexOf(USER) + USER.length);
  const [written, answer] = [after(text), after(plain)];
  const begin = commonLength(written, answer.slice(0, answer.indexOf(ANSWER)));
  const tail = commonLength(reversed(written), reversed(answer.slice(answer.indexOf(ANSWER) + ANSWER.length)));
  return formatIn(written.slice(begin, written.length - tail));
}

/** @param text The call alone, with what stands around it. */
function formatIn(text: string): ToolFormat | null {
  for (let start = text.indexOf("{"); start >= 0; start = text.indexOf("{", start + 1)) {
    const end = endOfJson(text, start);
    if (end === null) continue;
    const value = parsed(text.slice(start, end));
    if (value === null) continue;
    const nameKey = Object.keys(value).find((key) => value[key] === TOOL);
    const argumentsKey = Object.keys(value).find((key) => isArguments(value[key]));
    const [before, behind] = [text.slice(0, start), text.slice(end)];
    if (nameKey !== undefined && argumentsKey !== undefined) {
      const isList = before.trimEnd().endsWith("[");
      return {
        type: "object",
        start: isList ? before.trimEnd().slice(0, -1) : before,
        end: isList ? behind.trimStart().replace(/^\]/u, "") : behind,
        nameKey,
        argumentsKey,
        isList,
      };
    }
    const name = before.lastIndexOf(TOOL);
    if (isArguments(value) && name >= 0)
      return { type: "named", start: before.slice(0, name), between: before.slice(name + TOOL.length), end: behind };
  }
  return null;
}

const isArguments = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Reflect.get(value, "llmlist_argument") === ARGUMENTS.llmlist_argument;

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}

function commonLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && length < right.length && left[length] === right[length]) length++;
  return length;
}

const reversed = (text: string): string => Array.from(text).toReversed().join("");
