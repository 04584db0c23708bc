import { createHash } from "node:crypto";
import { z } from "zod";
import type { ModelInfo } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import type { Endpoint } from "./endpoint.ts";
import { EndpointError } from "./endpoint-error.ts";
import { kindOfOwner, type ServerKind } from "./server-kind.ts";

const models = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      owned_by: z.string().nullish(),
      max_model_len: z.number().nullish(),
      meta: z.object({ n_vocab: z.number().nullish(), n_ctx: z.number().nullish() }).nullish(),
    }),
  ),
});
const props = z.object({
  chat_template: z.string().nullish(),
  bos_token: z.string().nullish(),
  eos_token: z.string().nullish(),
  build_info: z.string().nullish(),
  default_generation_settings: z.object({ n_ctx: z.number().nullish() }).nullish(),
});
const tokenizer = z.object({
  chat_template: z.string().nullish(),
  bos_token: z.string().nullish(),
  eos_token: z.string().nullish(),
  add_bos_token: z.boolean().nullish(),
  vocab_size: z.number().nullish(),
});
const version = z.object({ version: z.string() });

/** What an endpoint tells of itself. */
export interface Description {
  readonly kind: ServerKind;
  readonly info: ModelInfo;
}

/**
 * Asks an endpoint what it is and whether it has a model.
 *
 * @throws InferenceError where it cannot be reached, takes no such key, or has no such model.
 */
export async function describeModel(
  endpoint: Endpoint,
  {
    model,
    server,
    sequences,
    device,
  }: { readonly model: string; readonly server?: ServerKind | undefined; readonly sequences: number; readonly device: string },
  ended: AbortSignal,
): Promise<Description> {
  /** Null where there is no such path: none of these is in OpenAI's API but the first, and gateways leave out that one too. */
  const ask = async <Answer>(path: string, schema: z.ZodType<Answer>): Promise<Answer | null> => {
    try {
      return schema.safeParse(await endpoint.json(path, undefined, ended)).data ?? null;
    } catch (error) {
      if (error instanceof EndpointError && (error.status === 404 || error.status === 405 || error.status === 501)) return null;
      throw error;
    }
  };
  const listed = (await ask("models", models))?.data ?? [];
  const kind = server ?? kindOfOwner(listed[0]?.owned_by ?? undefined);
  const own = listed.find(({ id }) => id === model || id === `${model}:latest`);
  // llama-server answers with the model that it has, whatever it is called.
  if (!own && listed.length > 0 && kind !== "llama-server")
    throw new InferenceError(
      "unknown-model",
      `The endpoint has no model "${model}"; it has: ${listed
        .slice(0, 20)
        .map(({ id }) => id)
        .join(", ")}.`,
    );
  const { max_model_len: length, meta } = own ?? (kind === "llama-server" ? listed[0] : undefined) ?? {};
  const path = kind === "llmlist" ? `/tokenizer_info?model=${encodeURIComponent(model)}` : "/tokenizer_info";
  const [running, tokenizerInfo, build] = await Promise.all([
    kind === "llama-server" ? ask("/props", props) : null,
    kind === "llmlist" || kind === "vllm" ? ask(path, tokenizer) : null,
    kind === "vllm" ? ask("/version", version) : kind === "ollama" ? ask("/api/version", version) : null,
  ]);
  const described = running ?? tokenizerInfo;
  const engine = [kind === "openai" ? "OpenAI-compatible endpoint" : kind, running?.build_info ?? build?.version].filter(Boolean).join(" ");
  return {
    kind,
    info: {
      contextTokens: length ?? running?.default_generation_settings?.n_ctx ?? meta?.n_ctx ?? null,
      sequences,
      vocabularySize: tokenizerInfo?.vocab_size ?? meta?.n_vocab ?? null,
      chatTemplate: described?.chat_template ?? null,
      bosToken: described?.bos_token ?? null,
      eosToken: described?.eos_token ?? null,
      bosTokenId: null,
      eosTokenId: null,
      prependsBos: tokenizerInfo?.add_bos_token ?? null,
      engine,
      device,
      threads: null,
    },
  };
}

/** The sha256 of a chat template. */
export const sha256OfTemplate = (template: string | null): string | null =>
  template === null ? null : createHash("sha256").update(template).digest("hex");
