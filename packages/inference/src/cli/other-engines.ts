import { z } from "zod";
import type { Engine } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { createLlamaServerEngine } from "../llama-server/llama-server-engine.ts";
import { createRemoteEngine } from "../remote/remote-engine.ts";

/** What a configuration says of models that other engines than the local one have. */
export const otherModels = {
  /** Behind OpenAI-compatible endpoints. A key is named by the environment variable that holds it, so that it lies in no file. */
  remote: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        baseUrl: z.string(),
        model: z.string().min(1),
        apiKeyVariable: z.string().optional(),
        supportsImages: z.boolean().optional(),
        /** The earlier name of `supportsImages`. */
        pictures: z.boolean().optional(),
        server: z.enum(["llama-server", "vllm", "ollama", "llmlist", "openai"]).optional(),
      }),
    )
    .default([]),
  /** In llama-servers that are started here. */
  llamaServer: z
    .strictObject({
      command: z.array(z.string()).min(1),
      models: z.array(z.strictObject({ name: z.string().min(1), path: z.string(), projector: z.string().optional() })).min(1),
      cacheMiB: z.number().int().min(0).optional(),
      arguments: z.array(z.string()).optional(),
    })
    .optional(),
};

const configuration = z.object(otherModels);

/**
 * Opens the engines of these models.
 *
 * @param locate Makes a path of the configuration one from here.
 * @throws InferenceError `bad-request` where two models have one name, or a key's variable is not set.
 */
export function otherEngines(
  { remote, llamaServer }: z.infer<typeof configuration>,
  settings: { readonly sequences: number; readonly contextTokens: number; readonly threads?: number },
  { environment, locate }: { readonly environment: NodeJS.ProcessEnv; locate(path: string): string },
): Engine[] {
  const engines: Engine[] = [];
  if (remote.length > 0) {
    const models = byName(remote, ({ apiKeyVariable, pictures, supportsImages = pictures, ...named }) => {
      const address = { ...named, supportsImages };
      if (apiKeyVariable === undefined) return address;
      const apiKey = environment[apiKeyVariable];
      if (!apiKey) throw new InferenceError("bad-request", `${address.name} takes its key from ${apiKeyVariable}, which is not set.`);
      return { ...address, apiKey };
    });
    engines.push(createRemoteEngine({ models, sequences: settings.sequences }));
  }
  if (llamaServer) {
    const { models: listed, ...how } = llamaServer;
    const models = byName(listed, ({ path, projector }) => ({
      path: locate(path),
      ...(projector === undefined ? {} : { projector: locate(projector) }),
    }));
    engines.push(createLlamaServerEngine({ ...how, ...settings, models }));
  }
  return engines;
}

function byName<Model extends { readonly name: string }, Value>(
  models: readonly Model[],
  read: (model: Model) => Value,
): Record<string, Value> {
  const twice = models.find(({ name }, index) => models.findIndex((other) => other.name === name) !== index);
  if (twice) throw new InferenceError("bad-request", `Two models are named ${twice.name}.`);
  return Object.fromEntries(models.map((model) => [model.name, read(model)]));
}
