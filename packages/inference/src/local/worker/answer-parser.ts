import { randomUUID } from "node:crypto";
import type { GenerationEvent, ToolCall } from "../../engine/engine.ts";
import { type AnswerFormat, type ToolFormat } from "./answer-format.ts";
import { endOfJson, JsonEnd } from "./json-end.ts";

type Delta = Extract<GenerationEvent, { type: "text-delta" | "reasoning-delta" | "tool-call-delta" }>;

/** What is to be taken out of the text of an answer. */
export interface AnswerParts extends AnswerFormat {
  /** The prompt ends where the model already thinks. */
  readonly beginsInReasoning: boolean;
}

type State = "start" | "reasoning" | "text" | "call" | "arguments" | "after-call";

/** Takes an answer apart while it is written: thoughts, text, and calls of tools. */
export class AnswerParser {
  readonly #parts: AnswerParts;
  readonly #emit: (delta: Delta) => void;
  #state: State;
  /** Not decided yet. */
  #buffer = "";
  #calls = 0;
  /** Of the arguments that are being written. */
  #end = new JsonEnd();
  /** White space before the mark of a call, which is shown where it is none. */
  #gap = "";
  #hasText = false;

  constructor(parts: AnswerParts, emit: (delta: Delta) => void) {
    this.#parts = parts;
    this.#emit = emit;
    this.#state = parts.beginsInReasoning ? "reasoning" : "start";
  }

  /** Whether calls have been found. */
  get calls(): number {
    return this.#calls;
  }

  /** Whether thoughts, if there are any, are over. */
  get isBeyondReasoning(): boolean {
    return this.#state !== "reasoning";
  }

  push(text: string): void {
    this.#buffer += text;
    while (this.#step());
  }

  /** The answer is over: what was held back is what it looks like. */
  end(): void {
    while (this.#step());
    const { tools } = this.#parts;
    const call = this.#state === "call" && tools?.type === "object" ? parsedCall(this.#buffer, tools) : null;
    if (call !== null) this.#whole(call);
    else if (this.#state === "reasoning") this.#reasoning(this.#buffer.trimEnd());
    else if (this.#state === "start" || this.#state === "text") this.#text(this.#buffer);
    else if (this.#state === "call") this.#text(this.#gap + (tools?.start.trim() ?? "") + this.#buffer);
    else if (this.#state === "arguments") this.#calls++;
    this.#buffer = "";
  }

  /** @returns Whether there may be more to do. */
  #step(): boolean {
    switch (this.#state) {
      case "start":
        return this.#begin();
      case "reasoning":
        return this.#think();
      case "text":
        return this.#write();
      case "call":
        return this.#call();
      case "arguments":
        return this.#callArguments();
      case "after-call":
        return this.#afterCall();
    }
  }

  #begin(): boolean {
    const { reasoning, tools } = this.#parts;
    const begun = this.#buffer.trimStart();
    if (begun === "") return false;
    if (reasoning !== null) {
      if (begun.startsWith(reasoning.start)) return this.#go("reasoning", begun.slice(reasoning.start.length));
      if (reasoning.start.startsWith(begun)) return false;
    }
    // Without a mark, a call is an answer that is nothing but JSON.
    if (tools !== null && tools.start.trim() === "" && /^[{[]/u.test(begun)) return this.#go("call", begun);
    return this.#go("text", this.#buffer);
  }

  #think(): boolean {
    const end = this.#parts.reasoning?.end ?? "";
    const at = this.#buffer.indexOf(end);
    if (at >= 0) {
      this.#reasoning(this.#buffer.slice(0, at).trimEnd());
      return this.#go("start", this.#buffer.slice(at + end.length).trimStart());
    }
    const kept = unfinishedMark(this.#buffer, end);
    const shown = this.#buffer.slice(0, this.#buffer.length - kept).trimEnd();
    this.#reasoning(shown);
    this.#buffer = this.#buffer.slice(shown.length);
    return false;
  }

  #write(): boolean {
    const mark = this.#parts.tools?.start.trim() ?? "";
    if (mark === "") {
      this.#text(this.#buffer);
      this.#buffer = "";
      return false;
    }
    const at = this.#buffer.indexOf(mark);
    if (at >= 0) {
      const before = this.#buffer.slice(0, at);
      this.#text(before.trimEnd());
      this.#gap = before.slice(before.trimEnd().length);
      return this.#go("call", this.#buffer.slice(at + mark.length));
    }
    const kept = unfinishedMark(this.#buffer, mark);
    // White space before a call is no text.
    const shown = this.#buffer.slice(0, this.#buffer.length - kept).trimEnd();
    this.#text(shown);
    this.#buffer = this.#buffer.slice(shown.length);
    return false;
  }

  #call(): boolean {
    const { tools } = this.#parts;
    if (tools === null) return this.#go("text", this.#buffer);
    return tools.type === "named" ? this.#namedCall(tools) : this.#objectCall(tools);
  }

  #namedCall({ between }: Extract<ToolFormat, { type: "named" }>): boolean {
    const at = between.trim() === "" ? this.#buffer.search(/\s*\{/u) : this.#buffer.indexOf(between.trim());
    if (at < 0) return false;
    this.#begun(this.#buffer.slice(0, at).trim());
    return this.#go("arguments", this.#buffer.slice(at + (between.trim() === "" ? 0 : between.trim().length)).trimStart());
  }

  #objectCall(tools: Extract<ToolFormat, { type: "object" }>): boolean {
    const { nameKey, argumentsKey } = tools;
    const text = this.#buffer.trimStart().replace(/^\[\s*/u, tools.isList ? "" : "[");
    const named = new RegExp(`^\\{\\s*"${nameKey}"\\s*:\\s*"([^"\\\\]*)"\\s*,\\s*"${argumentsKey}"\\s*:\\s*(?=\\{)`, "u").exec(text);
    if (named) {
      this.#begun(named[1] ?? "");
      return this.#go("arguments", text.slice(named[0].length));
    }
    const end = /^[{[]/u.test(text) ? endOfJson(text, 0) : null;
    if (end === null) {
      // What is no JSON is no call.
      return text === "" || /^[{[]/u.test(text) ? false : this.#go("text", this.#noCall(tools));
    }
    const call = parsedCall(text.slice(0, end), tools);
    if (call === null) return this.#go("text", this.#noCall(tools));
    this.#whole(call);
    return this.#go("after-call", text.slice(end));
  }

  /** The mark was a part of the text; it is shown, and not looked at again. */
  #noCall({ start }: ToolFormat): string {
    this.#text(this.#gap + start.trim());
    return this.#buffer;
  }

  #callArguments(): boolean {
    const end = this.#end.find(this.#buffer);
    this.#arguments(this.#buffer.slice(0, end ?? undefined));
    if (end === null) {
      this.#buffer = "";
      return false;
    }
    this.#calls++;
    this.#end = new JsonEnd();
    return this.#go("after-call", this.#buffer.slice(end));
  }

  #afterCall(): boolean {
    const { tools } = this.#parts;
    if (tools === null) return this.#go("text", this.#buffer);
    const text = this.#buffer.trimStart();
    const [start, end] = [tools.start.trim(), tools.end.trim()];
    const next = tools.type === "object" && tools.isList ? "," : start;
    if (text === "") {
      this.#buffer = "";
      return false;
    }
    if (text.startsWith("}") && tools.type === "object") return this.#go("after-call", text.slice(1));
    if (end !== "" && text.startsWith(end)) return this.#go("after-call", text.slice(end.length));
    if (next !== "" && text.startsWith(next)) return this.#go("call", text.slice(next.length));
    if (text.startsWith("]") || (start === "" && /^[;,]/u.test(text))) return this.#go("after-call", text.slice(1));
    if (start === "" && text.startsWith("{")) return this.#go("call", text);
    if ([end, next].some((one) => one.startsWith(text))) return false;
    return this.#go("text", text);
  }

  #go(state: State, buffer: string): true {
    this.#state = state;
    this.#buffer = buffer;
    return true;
  }

  #begun(name: string): void {
    this.#emit({
      type: "tool-call-delta",
      index: this.#calls,
      id: `call_${randomUUID().replaceAll("-", "").slice(0, 24)}`,
      name,
      arguments: "",
    });
  }

  #whole(call: Pick<ToolCall, "name" | "arguments">): void {
    this.#begun(call.name);
    this.#arguments(call.arguments);
    this.#calls++;
  }

  #arguments(text: string): void {
    if (text !== "") this.#emit({ type: "tool-call-delta", index: this.#calls, arguments: text });
  }

  #text(text: string): void {
    const shown = this.#hasText ? text : text.trimStart();
    if (shown === "") return;
    this.#hasText = true;
    this.#emit({ type: "text-delta", text: shown });
  }

  #reasoning(text: string): void {
    if (text !== "") this.#emit({ type: "reasoning-delta", text });
  }
}

type ObjectFormat = Extract<ToolFormat, { type: "object" }>;

function parsedCall(text: string, { nameKey, argumentsKey }: ObjectFormat): Pick<ToolCall, "name" | "arguments"> | null {
  try {
    const value = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const [name, given = {}] = [value[nameKey], value[argumentsKey]];
    if (typeof name !== "string") return null;
    return { name, arguments: typeof given === "string" ? given : JSON.stringify(given) };
  } catch {
    return null;
  }
}

/** How many characters at the end may be the beginning of a mark. */
function unfinishedMark(text: string, mark: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length--) if (text.endsWith(mark.slice(0, length))) return length;
  return 0;
}
