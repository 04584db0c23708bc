import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { LocalModel } from "../models/local-model.ts";
import { machineEnergy } from "../energy/machine.ts";
import type { Engine } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { joinEngines } from "../queue/join-engines.ts";
import { listen } from "../server/listen.ts";
import { planMemory } from "../models/memory-plan.ts";
import { readModel } from "../models/index.ts";
import type { MemoryBudget } from "../local/memory-budget.ts";
import { createWorkerPool } from "../local/worker-pool.ts";
import { deviceOptions, deviceSettings, deviceUsage, wholeNumber } from "./arguments.ts";
import { localModelOfFile } from "./local-model-of-file.ts";
import { otherEngines, otherModels } from "./other-engines.ts";

export const serveUsage = `usage: llmlist-inference serve <file.gguf>... [options]

  --port 8080         0 takes any free one
  --host 127.0.0.1    0.0.0.0 lets other machines in; set a key then
  --parallel 8        conversations of a model at once; more wait in line
  --context 4096      tokens of one conversation
  --threads N         of each model; left out, it is measured (one model) or the cores are shared (several)
${deviceUsage}
  --memory MIB        of all models together; those that have been idle longest make room for those that are asked for
  --api-key KEY       what callers must show; may be given several times
  --cors ORIGIN       pages that may ask from a browser, such as https://chat.example.org, or *; may be given several times
  --allowed-host NAME names under which the server may be asked for without a key, besides local ones; may be given several times
  --config file.json  { "models": [{ "path", "name" }], "port", "host", "parallel", "context", "threads", "memoryMiB", "pinned": ["name"],
                      "apiKeys", "corsOrigins", "allowedHosts",
                      "limits": { "timeoutMs", "queueTimeoutMs", "firstTokenTimeoutMs", "betweenTokensTimeoutMs" },
                      "remote": [{ "name", "baseUrl", "model", "apiKeyVariable", "supportsImages", "server" }],
                      "llamaServer": { "command": ["/path/llama-server"], "models": [{ "name", "path", "projector" }], "cacheMiB", "arguments" } };
                      options given here win

  A model's name is its file's without .gguf, or what the configuration says.`;

const count = z.number().int().positive();
const configuration = z.strictObject({
  models: z.array(z.strictObject({ path: z.string(), name: z.string().optional() })).default([]),
  port: z.number().int().min(0).max(65_535).optional(),
  host: z.string().optional(),
  parallel: count.optional(),
  context: count.optional(),
  threads: count.optional(),
  memoryMiB: count.optional(),
  /** Names of models that never make room for another. */
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

const defaultLimits = { timeoutMs: 600_000, queueTimeoutMs: 120_000, firstTokenTimeoutMs: 120_000, betweenTokensTimeoutMs: 30_000 };

async function readConfiguration(path: string | undefined): Promise<z.infer<typeof configuration>> {
  if (path === undefined) return configuration.parse({});
  try {
    const read = configuration.parse(JSON.parse(await readFile(path, "utf8")));
    // Paths are meant from where the configuration lies.
    return { ...read, models: read.models.map((model) => ({ ...model, path: resolve(dirname(path), model.path) })) };
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new InferenceError("bad-request", `The configuration ${path} cannot be used: ${why}`, { cause });
  }
}

/** Serves models until the process is asked to end. */
export async function serveCommand(argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      port: { type: "string" },
      host: { type: "string" },
      parallel: { type: "string" },
      context: { type: "string" },
      threads: { type: "string" },
      ...deviceOptions,
      memory: { type: "string" },
      "api-key": { type: "string", multiple: true },
      cors: { type: "string", multiple: true },
      "allowed-host": { type: "string", multiple: true },
      config: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(serveUsage);
  const config = await readConfiguration(values.config);
  const files = [...config.models, ...positionals.map((path) => ({ path, name: undefined }))];
  if (files.length === 0 && config.remote.length === 0 && !config.llamaServer)
    throw new InferenceError("bad-request", `Name a GGUF file to serve.\n${serveUsage}`);
  const models = await Promise.all(files.map(({ path, name }) => localModelOfFile(path, name)));
  const twice = models.find(({ id }, index) => models.findIndex((other) => other.id === id) !== index);
  if (twice) throw new InferenceError("bad-request", `Two models are named ${twice.id}; name one of them in a --config.`);
  const threads = wholeNumber(values.threads, "threads", 1, 1024) ?? config.threads;
  const settings = {
    sequences: wholeNumber(values.parallel, "parallel", 1, 256) ?? config.parallel ?? 8,
    contextTokens: wholeNumber(values.context, "context", 64, 16_777_216) ?? config.context ?? 4096,
    ...(threads === undefined ? {} : { threads }),
  };
  const locate = (path: string) => resolve(dirname(values.config ?? "."), path);
  const others = otherEngines(config, settings, { environment: process.env, locate });
  const mebibytes = wholeNumber(values.memory, "memory", 1, 100_000_000) ?? config.memoryMiB;
  if (config.pinned && mebibytes === undefined)
    throw new InferenceError("bad-request", "Models are pinned in a memory budget: give --memory, or memoryMiB in the configuration.");
  const memory = mebibytes === undefined ? null : await budgetOf(mebibytes, models, settings, config.pinned);
  const pool = createWorkerPool({
    models,
    ...settings,
    ...deviceSettings(values),
    ...(memory ? { memory } : {}),
    energy: machineEnergy(),
    log: (message) => console.error(message),
  });
  const engines: Engine[] = [pool, ...others];
  const apiKeys = values["api-key"] ?? config.apiKeys;
  const closeAll = () => Promise.all(engines.map((one) => one.close()));
  try {
    const engine = joinEngines(engines);
    const server = await listen(engine, {
      port: wholeNumber(values.port, "port", 0, 65_535) ?? config.port ?? 8080,
      host: values.host ?? config.host ?? "127.0.0.1",
      ...(apiKeys ? { apiKeys } : {}),
      corsOrigins: values.cors ?? config.corsOrigins ?? [],
      allowedHosts: [...(values["allowed-host"] ?? config.allowedHosts ?? []), values.host ?? config.host ?? "127.0.0.1"],
      version: await packageVersion(),
      limits: { ...defaultLimits, ...withoutUndefined(config.limits ?? {}) },
      log: (error) => console.error(error),
    });
    const stop = async () => {
      await server.close();
      await closeAll();
    };
    // The second signal, of whichever kind, ends what does not end by itself.
    let isStopping = false;
    const onSignal = () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      void stop();
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, onSignal);
    console.log(`Listening on ${server.url}; loading ${[...engine.states().keys()].join(", ")}.`);
    await engine.whenReady();
    for (const [id, reason] of engine.reasons()) console.error(`${id} cannot be served: ${reason}`);
    if ([...engine.states().values()].every((state) => state === "failed")) {
      await stop();
      throw new InferenceError("load-failed", "No model can be served; the reasons stand above.");
    }
    for (const [id, state] of engine.states()) if (state === "ready") console.log(`${id} is ready (${await describe(engine, id)}).`);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Of this package. */
async function packageVersion(): Promise<string> {
  const read: unknown = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  return z.object({ version: z.string() }).parse(read).version;
}

/** What each model will take, told by its header. */
async function budgetOf(
  mebibytes: number,
  models: readonly LocalModel[],
  settings: Parameters<typeof planMemory>[1],
  pinned: readonly string[] = [],
): Promise<MemoryBudget> {
  const plans = models.map(async ({ id, path }) => [id, planMemory(await readModel(path), settings).totalBytes] as const);
  return { bytes: mebibytes * 2 ** 20, needed: new Map(await Promise.all(plans)), pinned };
}

/** Where a model is, and how many threads it has, where that is known. */
async function describe(engine: Engine, id: string): Promise<string> {
  const { device, threads } = await engine.info(id);
  return threads === null ? device : `${device}, ${threads} threads`;
}

const withoutUndefined = <Value>(record: Record<string, Value | undefined>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).filter((entry): entry is [string, Value] => entry[1] !== undefined));
