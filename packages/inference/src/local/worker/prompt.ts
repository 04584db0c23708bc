import { Template } from "@huggingface/jinja";
import type { PromptFormat } from "../../models/prompt-format.ts";
import type { Conversation } from "../../engine/engine.ts";
import { InferenceError } from "../../engine/errors.ts";

/** A piece of a prompt. Only text that the format itself wrote may hold special tokens; what people write may not. */
export interface PromptPart {
  readonly text: string;
  readonly special: boolean;
}

/** Makes prompts of conversations. */
export interface PromptRenderer {
  render(conversation: Conversation): PromptPart[];
  /** Some chat templates refuse a system message, or leave it out; a conversation with one is refused then. */
  readonly takesSystemMessage: boolean;
  /** What a chat template is given. */
  messagesOf(conversation: Conversation): TemplateMessage[];
}

interface TemplateMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** Begins and ends a place where a person's text goes; private use, so no template writes it. */
const MARK = "\uE0F1";

function templateRenderer(chatTemplate: string, tokens: { bos: string; eos: string }, leavesOutSystem: boolean): PromptRenderer {
  const template = parse(chatTemplate);
  const fill = (all: readonly TemplateMessage[]): PromptPart[] =>
    template
      .render({
        messages: all.map(({ role }, index) => ({ role, content: `${MARK}${index}${MARK}` })),
        add_generation_prompt: true,
        bos_token: tokens.bos,
        eos_token: tokens.eos,
      })
      .split(MARK)
      .map((piece, index) =>
        index % 2 === 0 ? { text: piece, special: true } : { text: all[Number(piece)]?.content ?? "", special: false },
      );
  const probe = [{ role: "user", content: "question" }] as const;
  const system = { role: "system", content: "instructions" } as const;
  const shows = (parts: readonly PromptPart[], content: string) => parts.some(({ text, special }) => !special && text === content);
  // A template that raises an error at a system message is asked without one; any other error is its own.
  let raises = false;
  let parts: PromptPart[];
  try {
    parts = fill([system, ...probe]);
  } catch {
    raises = true;
    parts = fill(probe);
  }
  if (!shows(parts, "question")) throw new Error("its chat template leaves out the user's message");
  const takesSystemMessage = shows(parts, "instructions");
  // An explicit system message, even an empty one, keeps a template from putting in its own.
  const messagesOf = ({ messages, systemPrompt }: Conversation): TemplateMessage[] => [
    ...(raises ? [] : [{ role: "system" as const, content: systemPrompt }]),
    ...messages.map(({ role, content }) => ({ role, content })),
  ];
  return {
    takesSystemMessage,
    messagesOf,
    render(conversation) {
      if (conversation.systemPrompt !== "" && !takesSystemMessage && !leavesOutSystem)
        throw new InferenceError("unsupported", "The model's chat template takes no system message; say it in the first message instead.");
      return fill(messagesOf(conversation));
    },
  };
}

function parse(chatTemplate: string): Template {
  try {
    return new Template(chatTemplate);
  } catch (cause) {
    throw new Error(`its chat template does not parse (${(cause as Error).message})`, { cause });
  }
}

function renderTranscript(format: Extract<PromptFormat, { type: "transcript" }>, { messages }: Conversation): PromptPart[] {
  const { introduction, example, userLabel, assistantLabel } = format;
  const said = messages.map(({ role, content }) => `${role === "user" ? userLabel : assistantLabel} ${content.trim()}\n`).join("");
  const shown = `${introduction}\n\n${userLabel} ${example.user}\n${assistantLabel} ${example.assistant}\n`;
  return [{ text: `${shown}${said}${assistantLabel}`, special: false }];
}

/**
 * Makes the renderer of a model's prompt format.
 * @throws Error when the file has no chat template, or one that does not parse: there is no silent fall-back to another format.
 */
export function createPromptRenderer(
  format: PromptFormat | null,
  chatTemplate: string | undefined,
  tokens: { bos: string; eos: string },
): PromptRenderer {
  const none = { takesSystemMessage: false, messagesOf: () => [] };
  if (format === null)
    return {
      ...none,
      render() {
        throw new InferenceError("unsupported", "The model's file has no chat template: it continues text, and takes no conversations.");
      },
    };
  if (format.type === "transcript") return { ...none, render: (conversation) => renderTranscript(format, conversation) };
  if (chatTemplate === undefined) throw new Error("the file has no chat template; add it with a transcript format instead");
  return templateRenderer(chatTemplate, tokens, format.systemMessage === "left-out");
}
