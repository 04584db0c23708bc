import type { Conversation } from "../../engine/engine.ts";
import { InferenceError } from "../../engine/errors.ts";
import type { PromptFormat } from "../../models/prompt-format.ts";
import { type AnswerFormat, answerFormatOf } from "./answer-format.ts";
import { ChatTemplate, type Render } from "./chat-template.ts";
import { describedFormat } from "./described-tools.ts";
import { type PromptText, protectText } from "./protect-text.ts";

/** The prompt of a conversation, and how the answer to it is written. */
export interface Prompt extends PromptText {
  /** No special token stands in it at all. */
  readonly isTranscript: boolean;
  /** The answer begins with thoughts, whose mark the prompt ends with. */
  readonly beginsInReasoning: boolean;
}

/** Makes prompts of conversations. */
export interface PromptRenderer {
  /** @throws InferenceError `bad-request` or `unsupported` for what the format has no place for. */
  render(conversation: Conversation): Prompt;
  readonly answers: AnswerFormat;
}

/** What a renderer needs to know of its model. */
export interface PromptModel {
  readonly bos: string;
  readonly eos: string;
  /** Texts that people must not write as tokens. */
  readonly specials: readonly string[];
  /** Makes a renderer of the source of a template. */
  readonly compile: (source: string) => Render;
}

const noParts: AnswerFormat = { reasoning: null, tools: null };

function templateRenderer(source: string, model: PromptModel, isSystemLeftOut: boolean): PromptRenderer {
  const { bos, eos, specials, compile } = model;
  const template = new ChatTemplate(source, compile, { bos, eos, isSystemLeftOut });
  const own = answerFormatOf(template, source);
  const { reasoning } = own;
  const describesTools = own.tools === null;
  const answers = { reasoning, tools: own.tools ?? describedFormat };
  return {
    answers,
    render(conversation) {
      refuseWhatIsNoContinuation(conversation);
      const last = conversation.continuesAnswer ? conversation.messages.at(-1) : undefined;
      const variables = template.variables(conversation, { thinks: reasoning !== null, describesTools });
      const prompt = protectText(
        ({ continued, ...rest }) => endedBy(template.render(rest), continued),
        { ...variables, continued: last ? { content: last.content, reasoning: last.reasoning ?? "" } : null },
        specials,
      );
      const isThinking = last !== undefined && last.content === "" && (last.reasoning ?? "") !== "";
      const beginsInReasoning = reasoning !== null && (isThinking || prompt.text.trimEnd().endsWith(reasoning.start));
      return { ...prompt, isTranscript: false, beginsInReasoning };
    },
  };

  /** The begun answer stands after the prompt; a model that thinks has done so by then. */
  function endedBy(prompt: string, continued: unknown): string {
    if (typeof continued !== "object" || continued === null) return prompt;
    const { content, reasoning: thought } = continued as { readonly content: string; readonly reasoning: string };
    if (reasoning === null) return prompt + content;
    const at = prompt.lastIndexOf(reasoning.start);
    const isOpen = at >= 0 && prompt.slice(at + reasoning.start.length).trim() === "";
    const head = isOpen ? prompt.slice(0, at) : prompt;
    const begun = `${head}${reasoning.opening}${thought}`;
    return content === "" && thought !== "" ? begun : `${begun}${reasoning.closing}${content}`;
  }
}

function refuseWhatIsNoContinuation({ messages, continuesAnswer }: Conversation): void {
  if (!continuesAnswer) return;
  const [before, last] = [messages.at(-2), messages.at(-1)];
  const refuse = (why: string): never => {
    throw new InferenceError("bad-request", why, { param: "messages" });
  };
  if (last?.role !== "assistant") refuse("Only an answer of the assistant can be continued; the last message is none.");
  if (before?.role === "assistant") refuse("Two answers of the assistant stand at the end; one can be continued.");
  if (last?.toolCalls?.length) refuse("An answer with calls of tools cannot be continued.");
}

function renderTranscript(format: Extract<PromptFormat, { type: "transcript" }>, conversation: Conversation): Prompt {
  const { introduction, example, userLabel, assistantLabel } = format;
  const { messages, continuesAnswer, tools = [], templateVariables = {} } = conversation;
  refuseWhatIsNoContinuation(conversation);
  const unknown = tools.length > 0 ? "tools" : Object.keys(templateVariables).length > 0 ? "templateVariables" : null;
  if (unknown !== null)
    throw new InferenceError("unsupported", "The model answers in a plain transcript, which has no place for this.", { param: unknown });
  if (messages.some(({ role }) => role === "tool"))
    throw new InferenceError("unsupported", "A plain transcript has no results of tools.", { param: "messages" });
  const labelled = messages
    .filter(({ role }) => role !== "system")
    .map(({ role, content }) => `${role === "user" ? userLabel : assistantLabel} ${content.trim()}`);
  const shown = [introduction, "", `${userLabel} ${example.user}`, `${assistantLabel} ${example.assistant}`, ...labelled].join("\n");
  return { text: continuesAnswer ? shown : `${shown}\n${assistantLabel}`, plain: [], isTranscript: true, beginsInReasoning: false };
}

/**
 * Makes the renderer of a model's prompt format.
 *
 * @throws Error when the file has no chat template, or one that does not parse: there is no silent fall-back to another format.
 */
export function createPromptRenderer(format: PromptFormat | null, chatTemplate: string | undefined, model: PromptModel): PromptRenderer {
  if (format === null)
    return {
      answers: noParts,
      render() {
        throw new InferenceError("unsupported", "The model's file has no chat template: it continues text, and takes no conversations.");
      },
    };
  if (format.type === "transcript") return { answers: noParts, render: (conversation) => renderTranscript(format, conversation) };
  if (chatTemplate === undefined) throw new Error("the file has no chat template; add it with a transcript format instead");
  return templateRenderer(chatTemplate, model, format.systemMessage === "left-out");
}
