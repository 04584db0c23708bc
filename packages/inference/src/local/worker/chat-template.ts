import type { Llama } from "node-llama-cpp";
import { z } from "zod";
import type { Conversation, Message } from "../../engine/engine.ts";
import { InferenceError } from "../../engine/errors.ts";
import { withDescribedTools } from "./described-tools.ts";

/** Variables of a chat template, as JSON. */
export type Variables = Readonly<Record<string, unknown>>;
/** Makes the text of a prompt. */
export type Render = (variables: Variables) => string;

const bindings = z.object({
  AddonJinjaRenderer: z.custom<new (template: string) => { render(variables: Variables): string }>((value) => typeof value === "function"),
});

/** llama.cpp's own engine for templates, which node-llama-cpp has for its chat wrappers. */
export function templateEngine(llama: Llama): (source: string) => Render {
  const { AddonJinjaRenderer } = bindings.parse(Reflect.get(llama, "_bindings"));
  return (source) => {
    const renderer = new AddonJinjaRenderer(source);
    return (variables) => renderer.render(variables);
  };
}

/** What llama.cpp's chat templates are given besides messages. */
interface Settings {
  readonly bos: string;
  readonly eos: string;
  readonly isSystemLeftOut: boolean;
}

const STEPFUN = "You have access to the following functions in JSONSchema format";
const PROBE = "llmlist probe";
const call = (argumentsOf: unknown) => ({ type: "function", id: "call00001", function: { name: "probe_tool", arguments: argumentsOf } });
const tool = {
  type: "function",
  function: { name: "probe_tool", description: PROBE, parameters: { type: "object", properties: { probe_argument: { type: "string" } } } },
};

/**
 * A chat template as llama.cpp's server applies it (common/chat.cpp): what a template cannot take is put into what it can, and a system message
 * that it has no place for goes before the next one.
 */
export class ChatTemplate {
  readonly #render: Render;
  readonly #source: string;
  readonly #settings: Settings;
  readonly #isTyped: boolean;
  readonly takesSystemMessage: boolean;
  /** It shows tools to the model. */
  readonly takesTools: boolean;
  readonly #takesToolCalls: boolean;
  readonly #takesArgumentObjects: boolean;
  readonly #isHarmony: boolean;

  /** @throws Error where the template does not parse, or leaves out what the user says. */
  constructor(source: string, compile: (source: string) => Render, settings: Settings) {
    try {
      this.#render = compile(source);
    } catch (cause) {
      throw new Error(`its chat template does not parse (${(cause as Error).message})`, { cause });
    }
    this.#source = source;
    this.#settings = settings;
    this.#isHarmony = source.includes("<|channel|>");
    const shows = (messages: readonly object[], more: Variables = {}, what = PROBE) => {
      try {
        return this.#with(messages, more).includes(what);
      } catch {
        return false;
      }
    };
    const user = (content: unknown) => ({ role: "user", content });
    const typed = [{ type: "text", text: PROBE }];
    this.#isTyped = !shows([user(PROBE)]) && shows([user(typed)]);
    if (!this.#isTyped && !shows([user(PROBE)])) {
      const why = this.#errorOf([user(PROBE)]);
      throw new Error(why === null ? "its chat template leaves out the user's message" : `its chat template cannot be applied (${why})`);
    }
    const content = (text: string) => (this.#isTyped ? [{ type: "text", text }] : text);
    this.takesSystemMessage = shows([{ role: "system", content: content(PROBE) }, user(content("question"))]);
    this.takesTools = shows([user(content("question"))], { tools: [tool] }, "probe_tool");
    const withCall = (argumentsOf: unknown) => [
      user(content("question")),
      { role: "assistant", content: content(""), tool_calls: [call(argumentsOf)] },
    ];
    const showsObject = [': "probe value"', ':"probe value"', "probe_argument>", "\nprobe value\n"].some((written) =>
      shows(withCall({ probe_argument: "probe value" }), {}, written),
    );
    this.#takesArgumentObjects = showsObject || !shows(withCall('{"probe_argument": "probe value"}'), {}, "probe value");
    this.#takesToolCalls = showsObject || shows(withCall('{"probe_argument": "probe value"}'), {}, "probe value");
  }

  /**
   * What the template is given for a conversation.
   *
   * @param thinks Whether the model marks what it thinks; llama.cpp tells a template to let it think only then.
   * @param describesTools Tools are described in the system message, since the template has no place for them.
   */
  variables(
    conversation: Conversation,
    { thinks, describesTools }: { readonly thinks: boolean; readonly describesTools: boolean },
  ): Variables {
    const { tools = [], toolChoice, templateVariables = {} } = conversation;
    const { isSystemLeftOut } = this.#settings;
    const system = conversation.systemPrompt === "" ? [] : [{ role: "system" as const, content: conversation.systemPrompt }];
    const all: Message[] = [...system, ...conversation.messages].filter(({ role }) => !(isSystemLeftOut && role === "system"));
    const offered = toolChoice === "none" ? [] : tools;
    const written = describesTools ? withDescribedTools(all, offered) : all;
    const messages = this.takesSystemMessage || this.#isHarmony ? written : withoutSystem(written);
    if (conversation.continuesAnswer) messages.pop();
    return {
      ...this.#globals(),
      enable_thinking: thinks,
      messages: messages.map((message) => this.#message(message)),
      ...(offered.length === 0 || describesTools
        ? {}
        : {
            tools: offered.map(({ name, description = "", parameters = { type: "object", properties: {} } }) => ({
              type: "function",
              function: { name, description, parameters },
            })),
          }),
      ...this.#given(templateVariables, thinks),
      add_generation_prompt: true,
    };
  }

  /** @throws InferenceError `bad-request` with the template's own words, such as that roles have to alternate. */
  render(variables: Variables): string {
    try {
      return this.#render(variables);
    } catch (cause) {
      throw new InferenceError("bad-request", `The model's chat template refuses this conversation: ${reasonOf(cause)}`, {
        cause,
        param: "messages",
      });
    }
  }

  /** The caller's variables: those that a template does not look at would change nothing, and are refused. */
  #given(variables: Variables, thinks: boolean): Variables {
    const { reasoning_effort: effort, preserve_reasoning: preserve, ...others } = variables;
    const given: Record<string, unknown> = { ...others };
    // llama.cpp's names for one switch in templates of several families.
    if (preserve !== undefined) {
      const isKept = preserve === true;
      Object.assign(given, {
        preserve_thinking: isKept,
        clear_thinking: !isKept,
        truncate_history_thinking: !isKept,
        drop_thinking: !isKept,
      });
    }
    if (effort === "none") given.enable_thinking = false;
    else if (effort !== undefined && /reasoning_(effort|strength)/u.test(this.#source))
      Object.assign(given, { reasoning_effort: effort, reasoning_strength: effort });
    else if (effort !== undefined) given.enable_thinking = true;
    const families = ["preserve_thinking", "clear_thinking", "truncate_history_thinking", "drop_thinking"];
    const isPreserved = families.some((name) => this.#source.includes(name));
    for (const [name, value] of Object.entries(given)) {
      if (
        this.#source.includes(name) ||
        (families.includes(name) && isPreserved) ||
        name === "reasoning_strength" ||
        name === "reasoning_effort"
      )
        continue;
      // A model that does not think need not be kept from it.
      if (name === "enable_thinking" && value === false && !thinks) continue;
      const asked = effort !== undefined && name === "enable_thinking" ? "reasoning_effort" : name;
      throw new InferenceError("bad-request", `The model's chat template does not look at ${asked}.`, {
        param: `templateVariables.${asked}`,
      });
    }
    return given;
  }

  /** The text of messages as they are, for probes. */
  #with(messages: readonly object[], more: Variables = {}): string {
    return this.#render({ ...this.#globals(), messages, ...more, add_generation_prompt: true });
  }

  /** What the template makes of answers of all kinds, from which their format is read; null where it raises an error. */
  example(messages: readonly Message[], more: Variables = {}): string | null {
    try {
      return this.#render({ ...this.#globals(), messages: messages.map((message) => this.#message(message)), ...more });
    } catch {
      return null;
    }
  }

  #globals(): Variables {
    const { bos, eos } = this.#settings;
    const now = new Date();
    const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en-US", options).format(now);
    const [day, month, year] = [part({ day: "2-digit" }), part({ month: "short" }), part({ year: "numeric" })];
    return {
      bos_token: bos,
      eos_token: eos,
      enable_thinking: true,
      datetime: `${month} ${day} ${year}`,
      date_string: `${day} ${month} ${year}`,
    };
  }

  #message({ role, content: written, reasoning, toolCalls = [], toolCallId, name }: Message): object {
    // As llama.cpp: white space around messages drives models of this family into loops.
    const content = this.#source.includes(STEPFUN) ? written.trim() : written;
    return {
      role,
      content: this.#isTyped ? [{ type: "text", text: content }] : content,
      ...(reasoning ? { reasoning_content: reasoning } : {}),
      ...(name === undefined ? {} : { name }),
      ...(toolCallId === undefined ? {} : { tool_call_id: toolCallId }),
      ...(toolCalls.length === 0
        ? {}
        : {
            tool_calls: toolCalls.map((one) => ({
              type: "function",
              function: { name: one.name, arguments: this.#takesArgumentObjects ? argumentsOf(one) : one.arguments },
              id: one.id,
            })),
          }),
    };
  }

  /** Whether calls of former turns are shown. */
  get takesToolCalls(): boolean {
    return this.#takesToolCalls;
  }

  #errorOf(messages: readonly object[]): string | null {
    try {
      this.#with(messages);
      return null;
    } catch (error) {
      return reasonOf(error);
    }
  }
}

/** As llama.cpp has it: a system message that a template does not know stands before the next one. */
function withoutSystem(messages: readonly Message[]): Message[] {
  const [first, second, ...rest] = messages;
  if (first?.role !== "system") return [...messages];
  return second === undefined ? [] : [{ ...second, content: `${first.content}\n${second.content}` }, ...rest];
}

function argumentsOf({ name, arguments: text }: { readonly name: string; readonly arguments: string }): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new InferenceError("bad-request", `The arguments of the call of ${name} are no JSON.`, { cause, param: "messages" });
  }
}

const reasonOf = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  // The engine shows the place in the template, too; its last line says what was raised.
  return (
    (message.split("\n").findLast((line) => /error:/iu.test(line)) ?? message)
      .replace(/^.*?error:\s*(Jinja Exception:\s*)?/iu, "")
      .trim() || message
  );
};
