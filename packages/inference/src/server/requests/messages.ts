import { z } from "zod";
import type { Conversation, Image, Message } from "../../engine/engine.ts";
import { InferenceError } from "../../engine/errors.ts";
import { hint, off } from "./fields.ts";

const text = z.strictObject({ type: z.enum(["text", "input_text", "output_text"]), text: z.string() });
const image = z.strictObject({
  type: z.literal("image_url"),
  image_url: z.strictObject({ url: z.string(), detail: z.enum(["auto", "low", "high"]).nullish() }),
});
const refusal = z.strictObject({ type: z.literal("refusal"), refusal: z.string() });
const content = (parts: z.ZodType<ContentPart>) =>
  z.union([z.string(), z.array(parts)], "must be a text, or a list of parts of the types text and image_url");
type ContentPart = z.infer<typeof text> | z.infer<typeof image> | z.infer<typeof refusal>;

const toolCall = z.strictObject({
  id: z.string().nullish(),
  index: hint(),
  type: z.literal("function", "must be function").nullish(),
  function: z.strictObject({ name: z.string(), arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish() }),
});
const name = z.string().nullish();

/** Messages of each role, with all fields that clients send back. */
const message = z.discriminatedUnion(
  "role",
  [
    z.strictObject({ role: z.literal("system"), content: content(text), name }),
    z.strictObject({ role: z.literal("developer"), content: content(text), name }),
    z.strictObject({ role: z.literal("user"), content: content(z.union([text, image])), name }),
    z.strictObject({
      role: z.literal("assistant"),
      content: content(z.union([text, refusal])).nullish(),
      name,
      refusal: z.string().nullish(),
      tool_calls: z.array(toolCall).nullish(),
      reasoning_content: z.string().nullish(),
      reasoning: z.string().nullish(),
      function_call: off(),
      audio: off(),
      // What the SDKs add to a message of their own.
      annotations: hint(),
      parsed: hint(),
    }),
    z.strictObject({ role: z.literal("tool"), content: content(text), tool_call_id: z.string().nullish(), name }),
  ],
  "must be system, developer, user, assistant or tool",
);

export const messages = z.array(message).min(1, "must not be empty");
type Messages = z.infer<typeof messages>;

/** Messages as an engine takes them. */
export function conversationOf(all: Messages): Pick<Conversation, "messages" | "systemPrompt"> {
  const [first, ...rest] = all.map(messageOf);
  if (first?.role !== "system") return { messages: first ? [first, ...rest] : rest, systemPrompt: "" };
  return { messages: rest, systemPrompt: first.content };
}

function messageOf(one: Messages[number], index: number): Message {
  const { text: written, images } = contentOf(one.content ?? "", `messages.${index}.content`);
  const named = one.name === null || one.name === undefined ? {} : { name: one.name };
  if (one.role === "system" || one.role === "developer") return { role: "system", content: written, ...named };
  if (one.role === "user") return { role: "user", content: written, ...named, ...(images.length > 0 ? { images } : {}) };
  if (one.role === "tool")
    return { role: "tool", content: written, ...named, ...(typeof one.tool_call_id === "string" ? { toolCallId: one.tool_call_id } : {}) };
  const reasoning = one.reasoning_content ?? one.reasoning;
  const toolCalls = (one.tool_calls ?? []).map(({ id, function: called }, call) => ({
    id: id ?? `call_${index}_${call}`,
    name: called.name,
    arguments: typeof called.arguments === "object" ? JSON.stringify(called.arguments ?? {}) : (called.arguments ?? "{}"),
  }));
  return {
    role: "assistant",
    content: written === "" ? (one.refusal ?? "") : written,
    ...named,
    ...(reasoning ? { reasoning } : {}),
    ...(toolCalls.length > 0 ? { toolCalls } : {}),
  };
}

const DATA_URL = /^data:(image\/(?:jpeg|png|webp|gif));base64,([A-Za-z0-9+/]+={0,2})$/u;

/** The text of a message, parts joined as llama.cpp joins them, and its images, which come before it. */
function contentOf(parts: string | readonly ContentPart[], path: string): { text: string; images: Image[] } {
  if (typeof parts === "string") return { text: parts, images: [] };
  const images: Image[] = [];
  const texts: string[] = [];
  for (const [index, part] of parts.entries()) {
    if ("text" in part) texts.push(part.text);
    else if ("refusal" in part) texts.push(part.refusal);
    else images.push(imageOf(part.image_url.url, `${path}.${index}.image_url.url`));
  }
  return { text: texts.join("\n"), images };
}

function imageOf(url: string, param: string): Image {
  const [, mediaType, data = ""] = DATA_URL.exec(url) ?? [];
  // A server that fetched addresses for its callers would reach what they cannot.
  if (mediaType === undefined)
    throw new InferenceError("bad-request", "An image is given as data:image/png;base64,… (or jpeg, webp, gif); no address is fetched.", {
      param,
    });
  return { mediaType: mediaType as Image["mediaType"], data: Buffer.from(data, "base64") };
}
