import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { InferenceError } from "../engine/errors.ts";
import { otherModels } from "./other-engines.ts";

const count = z.number().int().positive();
const configuration = z.strictObject({
  models: z.array(z.strictObject({ path: z.string(), name: z.string().optional() })).default([]),
  port: z.number().int().min(0).max(65_535).optional(),
  host: z.string().optional(),
  parallel: count.optional(),
  context: count.optional(),
  threads: count.optional(),
  memoryMiB: count.optional(),
  /** Names of models that are never unloaded for another. */
  pinned: z.array(z.string()).optional(),
  ...otherModels,
  apiKeys: z.array(z.string().min(1)).optional(),
  corsOrigins: z.array(z.string()).optional(),
  allowedHosts: z.array(z.string()).optional(),
  limits: z
    .strictObject({
      timeoutMs: count.optional(),
      queueTimeoutMs: count.optional(),
      firstTokenTimeoutMs: count.optional(),
      betweenTokensTimeoutMs: count.optional(),
    })
    .optional(),
});

/** In milliseconds. */
export const defaultLimits = { timeoutMs: 600_000, queueTimeoutMs: 120_000, firstTokenTimeoutMs: 120_000, betweenTokensTimeoutMs: 30_000 };

/** What a configuration file may hold. */
export type ServeConfiguration = z.infer<typeof configuration>;

/** @throws InferenceError `bad-request` for a file that cannot be read, or whose content is not valid. */
export async function readConfiguration(path: string | undefined): Promise<ServeConfiguration> {
  if (path === undefined) return configuration.parse({});
  try {
    const read = configuration.parse(JSON.parse(await readFile(path, "utf8")));
    // Paths are relative to the folder of the configuration.
    return { ...read, models: read.models.map((model) => ({ ...model, path: resolve(dirname(path), model.path) })) };
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new InferenceError("bad-request", `The configuration ${path} cannot be used: ${why}`, { cause });
  }
}
