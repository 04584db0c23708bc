import { InferenceError } from "../engine/errors.ts";

/**
 * Who answers behind an endpoint: they share OpenAI's API and differ beside it. `openai` is any other that keeps to it, such as a gateway.
 */
export type ServerKind = "llama-server" | "vllm" | "ollama" | "llmlist" | "openai";

/** By whom a server says that its models are owned. */
const owners: Readonly<Record<string, ServerKind>> = { llamacpp: "llama-server", vllm: "vllm", library: "ollama", llmlist: "llmlist" };

export const kindOfOwner = (owner: string | undefined): ServerKind => owners[owner ?? ""] ?? "openai";

/** Whether a server has the paths for tokens beside OpenAI's. */
export const countsTokens = (kind: ServerKind): kind is "llama-server" | "vllm" | "llmlist" => kind !== "ollama" && kind !== "openai";

export const unsupported = (kind: ServerKind, what: string): InferenceError =>
  new InferenceError("unsupported", `${kind === "openai" ? "OpenAI's API" : `${kind}'s API`} has no ${what}.`);
