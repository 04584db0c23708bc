import { Template } from "@huggingface/jinja";
import type { PromptFormat } from "@llmlist/catalog";
import type { Conversation } from "../engine.ts";
import { InferenceError } from "../errors.ts";

/** A piece of a prompt. Only text that the format itself wrote may hold special tokens; what people write may not. */
export interface PromptPart {
  readonly text: string;
  readonly special: boolean;
}

/** Begins and ends a place where a person's text goes; private use, so no template writes it. */
const MARK = "\uE0F1";

function renderTemplate(template: Template, { messages, systemPrompt }: Conversation, tokens: { bos: string; eos: string }): PromptPart[] {
  // An explicit system message, even an empty one, keeps a template from putting in its own.
  const all = [{ role: "system", content: systemPrompt }, ...messages];
  const rendered = template.render({
    messages: all.map(({ role }, index) => ({ role, content: `${MARK}${index}${MARK}` })),
    add_generation_prompt: true,
    bos_token: tokens.bos,
    eos_token: tokens.eos,
  });
  return rendered
    .split(MARK)
    .map((piece, index) =>
      index % 2 === 0 ? { text: piece, special: true } : { text: all[Number(piece)]?.content ?? "", special: false },
    );
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
): (input: Conversation) => PromptPart[] {
  if (format === null)
    return () => {
      throw new InferenceError("unsupported", "The model's file has no chat template: it continues text, and takes no conversations.");
    };
  if (format.type === "transcript") return (input) => renderTranscript(format, input);
  if (chatTemplate === undefined) throw new Error("the file has no chat template; add it with a transcript format instead");
  const template = new Template(chatTemplate);
  const render = (input: Conversation) => renderTemplate(template, input, tokens);
  const places = render({ messages: [{ role: "user", content: "x" }], systemPrompt: "" }).filter(({ special }) => !special);
  if (places.length === 0) throw new Error("its chat template leaves out the user's message");
  return render;
}
