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
import { otherEngines } from "./other-engines.ts";
import { defaultLimits, readConfiguration, type ServeConfiguration } from "./serve-configuration.ts";

export const serveUsage = `usage: llmlist-inference serve <file.gguf>... [options]

  --port 8080         0 takes any free one
  --host 127.0.0.1    0.0.0.0 accepts other machines; set a key then
  --parallel 8        conversations of a model at once; further requests are queued
  --context 4096      tokens of one conversation
  --threads N         of each model; left out, it is measured (one model) or the cores are shared (several)
${deviceUsage}
  --memory MIB        limit for all models together; the model that was idle longest is unloaded for one that is requested
  --api-key KEY       key that requests must carry; may be given several times
  --cors ORIGIN       pages that may send requests from a browser, such as https://chat.example.org, or *; may be given several times
  --allowed-host NAME host names that need no key, besides local ones; may be given several times
  --config file.json  { "models": [{ "path", "name" }], "port", "host", "parallel", "context", "threads", "memoryMiB", "pinned": ["name"],
                      "apiKeys", "corsOrigins", "allowedHosts",
                      "limits": { "timeoutMs", "queueTimeoutMs", "firstTokenTimeoutMs", "betweenTokensTimeoutMs" },
                      "remote": [{ "name", "baseUrl", "model", "apiKeyVariable", "supportsImages", "server" }],
                      "llamaServer": { "command": ["/path/llama-server"], "models": [{ "name", "path", "projector" }], "cacheMiB", "arguments" } };
                      options given here win

  A model's name is its file's without .gguf, or what the configuration says.`;

const options = {
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
} as const;

const parse = (argv: string[]) => parseArgs({ args: argv, allowPositionals: true, options });
type Values = ReturnType<typeof parse>["values"];

/** Serves models until the process is asked to end. */
export async function serveCommand(argv: string[]): Promise<void> {
  const { values, positionals } = parse(argv);
  if (values.help) return console.log(serveUsage);
  const config = await readConfiguration(values.config);
  const engines = await openEngines(values, positionals, config);
  const closeAll = () => Promise.all(engines.map((one) => one.close()));
  try {
    const engine = joinEngines(engines);
    const server = await listen(engine, await listenOptions(values, config));
    const stop = async () => {
      await server.close();
      await closeAll();
    };
    onStopSignal(stop);
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

/** The engine of the local files, and those of the models that the configuration names elsewhere. */
async function openEngines(values: Values, paths: readonly string[], config: ServeConfiguration): Promise<Engine[]> {
  const models = await localModels(paths, config);
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
  return [pool, ...others];
}

async function localModels(paths: readonly string[], config: ServeConfiguration): Promise<LocalModel[]> {
  const files = [...config.models, ...paths.map((path) => ({ path, name: undefined }))];
  if (files.length === 0 && config.remote.length === 0 && !config.llamaServer)
    throw new InferenceError("bad-request", `Name a GGUF file to serve.\n${serveUsage}`);
  const models = await Promise.all(files.map(({ path, name }) => localModelOfFile(path, name)));
  const twice = models.find(({ id }, index) => models.findIndex((other) => other.id === id) !== index);
  if (twice) throw new InferenceError("bad-request", `Two models are named ${twice.id}; name one of them in a --config.`);
  return models;
}

async function listenOptions(values: Values, config: ServeConfiguration): Promise<Parameters<typeof listen>[1]> {
  const apiKeys = values["api-key"] ?? config.apiKeys;
  const host = values.host ?? config.host ?? "127.0.0.1";
  return {
    port: wholeNumber(values.port, "port", 0, 65_535) ?? config.port ?? 8080,
    host,
    ...(apiKeys ? { apiKeys } : {}),
    corsOrigins: values.cors ?? config.corsOrigins ?? [],
    allowedHosts: [...(values["allowed-host"] ?? config.allowedHosts ?? []), host],
    version: await packageVersion(),
    limits: { ...defaultLimits, ...withoutUndefined(config.limits ?? {}) },
    log: (error) => console.error(error),
  };
}

/** The first signal stops the server. A second one, of either kind, ends the process at once. */
function onStopSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  const onSignal = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    void stop();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, onSignal);
}

/** The version of this package. */
async function packageVersion(): Promise<string> {
  const read: unknown = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  return z.object({ version: z.string() }).parse(read).version;
}

/** The memory that each model needs, computed from its header. */
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
