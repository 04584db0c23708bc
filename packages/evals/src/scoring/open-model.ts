import { basename, resolve } from "node:path";
import { createRemoteEngine, createWorkerPool, type Engine, InferenceError } from "@llmlist/inference";
import { readModel, sha256OfFile, sizeOf } from "@llmlist/inference/models";
import { z } from "zod";
import { EvalError } from "../errors.ts";
import { createEngineModel } from "./engine-model.ts";
import type { LanguageModel } from "./language-model.ts";

/** How a model is run or reached. */
export interface OpenModelOptions {
  /** Tokens of prompt and answer together; left out, 2048, or as many as the model has room for. */
  readonly maxLength?: number | undefined;
  /** Questions at once; 4 where left out. */
  readonly parallel?: number | undefined;
  /** Of a file; left out, as many as serve it best. */
  readonly threads?: number | undefined;
  readonly device?: "auto" | "cpu" | "cuda" | "metal" | "vulkan" | undefined;
  /** Of an endpoint: the name that it has there; left out, the one that the endpoint lists. */
  readonly name?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly signal?: AbortSignal;
}

/** A model with the length of prompts that it takes. */
export interface OpenedModel {
  readonly model: LanguageModel;
  readonly maxLength: number;
}

/** The reference's own default. */
const MAX_LENGTH = 2048;
const PARALLEL = 4;

/**
 * Opens a GGUF file, or a model behind an OpenAI-compatible API.
 *
 * @param target A path, or a base URL such as http://127.0.0.1:8080/v1.
 * @throws EvalError `bad-input` or `unfit-model`; ModelFileError for a file that is no model.
 */
export const openModel = (target: string, options: OpenModelOptions = {}): Promise<OpenedModel> =>
  /^https?:\/\//u.test(target) ? openEndpoint(target, options) : openFile(target, options);

async function openFile(file: string, { maxLength, parallel = PARALLEL, threads, device }: OpenModelOptions): Promise<OpenedModel> {
  const path = resolve(file);
  const { contextLength, name } = await readModel(path);
  const id = basename(path).replace(/\.gguf$/iu, "");
  const length = lengthOf(maxLength, contextLength);
  const sha256 = await sha256OfFile(path);
  const pool = createWorkerPool({
    models: [{ id, name: name ?? id, kind: "base", path, bytes: sizeOf(path), sha256, promptFormat: null }],
    sequences: parallel,
    contextTokens: length,
    ...(threads === undefined ? {} : { threads }),
    ...(device === undefined ? {} : { device }),
  });
  return { model: await described(pool, { id, source: file, sha256, parallel }), maxLength: length };
}

async function openEndpoint(address: string, { maxLength, parallel = PARALLEL, name, apiKey }: OpenModelOptions): Promise<OpenedModel> {
  const baseUrl = /^https?:\/\/[^/]+\/?$/u.test(address) ? `${address.replace(/\/$/u, "")}/v1` : address;
  const id = name ?? (await onlyModelOf(baseUrl, apiKey));
  const engine = createRemoteEngine({
    models: { [id]: { baseUrl, model: id, ...(apiKey === undefined ? {} : { apiKey }) } },
    sequences: parallel,
  });
  const model = await described(engine, { id, source: baseUrl, sha256: null, parallel });
  return { model, maxLength: lengthOf(maxLength, model.description.contextTokens) };
}

function lengthOf(asked: number | undefined, contextTokens: number | null): number {
  const most = contextTokens ?? Number.POSITIVE_INFINITY;
  if (asked !== undefined && asked > most)
    throw new EvalError("bad-input", `--max-length is ${asked}, but the model has room for ${most} tokens; choose ${most} or less.`);
  return asked ?? Math.min(MAX_LENGTH, most);
}

async function described(
  engine: Engine,
  { id, source, sha256, parallel }: { id: string; source: string; sha256: string | null; parallel: number },
): Promise<LanguageModel> {
  try {
    await engine.whenReady();
    const info = await engine.info(id);
    const { device, threads, contextTokens, prependsBos, eosToken } = info;
    return createEngineModel({
      engine,
      model: id,
      parallel,
      bosToken: info.bosTokenId,
      description: { name: id, source, sha256, engine: info.engine, device, threads, contextTokens, prependsBos, eosText: eosToken },
    });
  } catch (error) {
    await engine.close();
    if (!InferenceError.isInstance(error)) throw error;
    throw new EvalError("unfit-model", [error.message, error.detail].filter((part) => part !== null).join(" "), { cause: error });
  }
}

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })).min(1) });

/** The name of the model that an endpoint has, where it has one alone. */
async function onlyModelOf(baseUrl: string, apiKey: string | undefined): Promise<string> {
  const headers: Record<string, string> = apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` };
  const response = await fetch(`${baseUrl}/models`, { headers }).catch((cause: unknown) => {
    throw new EvalError("bad-input", `${baseUrl} cannot be reached; is the server running, and is this its base URL?`, { cause });
  });
  const { data } = listSchema.safeParse(response.ok ? await response.json().catch(() => null) : null);
  const names = data?.data.map(({ id }) => id) ?? [];
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return only;
  const what =
    names.length === 0
      ? `lists no models (it answered ${response.status})`
      : `has ${names.length} models: ${names.slice(0, 20).join(", ")}`;
  throw new EvalError("bad-input", `${baseUrl} ${what}; name one with --model.`);
}
