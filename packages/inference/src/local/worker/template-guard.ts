import type { Llama } from "node-llama-cpp";
import { z } from "zod";
import type { Conversation } from "../../engine/engine.ts";
import type { PromptRenderer } from "./prompt.ts";

interface NativeRenderer {
  render(items: Record<string, unknown>): string;
}
/** node-llama-cpp has llama.cpp's own renderer for its chat wrappers, which use it only where the other fails. */
const bindings = z.object({
  AddonJinjaRenderer: z.custom<new (template: string) => NativeRenderer>((value) => typeof value === "function"),
});

const conversation: Conversation = {
  systemPrompt: "Be brief and kind.",
  messages: [
    { role: "user", content: "Why is the sky blue? 🌌" },
    { role: "assistant", content: "Air scatters blue light most." },
    { role: "user", content: "谢谢! And <b>sunsets</b>?" },
  ],
};

/**
 * Renders a fixed conversation with llama.cpp's own renderer, too, and compares: a template that the two read differently would have a model
 * answer to another prompt here than elsewhere.
 *
 * @throws Error with both texts where they differ.
 */
export function checkTemplate(llama: Llama, template: string, renderer: PromptRenderer, tokens: { bos: string; eos: string }): void {
  const { AddonJinjaRenderer } = bindings.parse(Reflect.get(llama, "_bindings"));
  const said = { ...conversation, systemPrompt: renderer.takesSystemMessage ? conversation.systemPrompt : "" };
  const ours = renderer
    .render(said)
    .map(({ text }) => text)
    .join("");
  const theirs = new AddonJinjaRenderer(template).render({
    messages: renderer.messagesOf(said),
    add_generation_prompt: true,
    bos_token: tokens.bos,
    eos_token: tokens.eos,
  });
  if (ours !== theirs)
    throw new Error(`its chat template is rendered as ${JSON.stringify(ours)} here, but as ${JSON.stringify(theirs)} by llama.cpp`);
}
