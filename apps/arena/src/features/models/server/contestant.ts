import type { LlamaServerModel, LocalModel, RemoteModelOptions } from "@llmlist/inference";
import type { ConfiguredContestant } from "./config/resolve-contestant";
import type { ContestantSampling } from "./config/schema";

/** A model that can be drawn, whichever engine runs it. */
export interface Contestant {
  readonly id: string;
  readonly name: string;
  readonly organization: string | null;
  readonly kind: "base" | "instruct";
  readonly bundled: boolean;
  /** Whether the operator added it. A base model that nobody asked for is drawn only where instruct models are missing. */
  readonly isRequested: boolean;
  /** What its rating is pinned to: `sha256:<digest>` or `endpoint:<base URL> <model> <version>`. */
  readonly identity: string;
  readonly engine: "worker" | "llama-server" | "endpoint";
  readonly inputs: readonly ("text" | "image")[];
  /** Null: the weight that the database has, at first 1. */
  readonly weight: number | null;
  readonly quantization: string | null;
  readonly license: { readonly name: string; readonly url: string } | null;
  /** Of the file; null where another machine has it. */
  readonly bytes: number | null;
  /** The file, or the name at the endpoint: answers must not show it before the vote. */
  readonly path: string;
  readonly systemPrompt?: string;
  readonly sampling?: ContestantSampling;
}

/** What an engine needs to run a contestant. */
export type EngineModel =
  | { readonly engine: "worker"; readonly model: LocalModel }
  | { readonly engine: "llama-server"; readonly model: LlamaServerModel }
  | { readonly engine: "endpoint"; readonly model: RemoteModelOptions };

/** A contestant with what runs it. */
export interface RunnableContestant {
  readonly contestant: Contestant;
  readonly run: EngineModel;
}

/** A model file of this machine as a contestant of the worker pool. */
export function contestantOfFile(model: LocalModel, { isRequested }: { readonly isRequested: boolean }): Contestant {
  const { id, name, organization = null, kind, bundled = false, sha256, quantization = null, license = null, bytes, path } = model;
  return {
    id,
    name,
    organization,
    kind,
    bundled,
    isRequested,
    identity: `sha256:${sha256}`,
    engine: "worker",
    inputs: ["text"],
    weight: null,
    quantization,
    license,
    bytes,
    path,
  };
}

/**
 * A contestant of the configuration file with what runs it.
 *
 * @param digestOf The sha256 of a model file.
 */
export async function runnableOf(
  configured: ConfiguredContestant,
  digestOf: (path: string) => Promise<string>,
): Promise<RunnableContestant> {
  const { id, name, organization = null, weight = 1, systemPrompt, sampling, source } = configured;
  const facts = { id, name, organization, bundled: false, isRequested: true, weight, quantization: null, license: null } as const;
  const own = { ...(systemPrompt === undefined ? {} : { systemPrompt }), ...(sampling === undefined ? {} : { sampling }) };
  if (source.type === "endpoint") {
    const { baseUrl, model, apiKey, version } = source;
    const identity = `endpoint:${[baseUrl, model, ...(version === null ? [] : [version])].join(" ")}`;
    return {
      contestant: { ...facts, ...own, kind: "instruct", identity, engine: "endpoint", inputs: ["text"], bytes: null, path: model },
      run: { engine: "endpoint", model: { baseUrl, model, apiKey } },
    };
  }
  const { path, bytes, kind } = source;
  const sha256 = await digestOf(path);
  const contestant = { ...facts, ...own, kind, identity: `sha256:${sha256}`, bytes, path } as const;
  if (source.type === "file")
    return {
      contestant: { ...contestant, engine: "worker", inputs: ["text"] },
      run: { engine: "worker", model: { id, name, kind, path, bytes, sha256, promptFormat: source.promptFormat } },
    };
  const { projector, command } = source;
  return {
    contestant: { ...contestant, engine: "llama-server", inputs: projector === undefined ? ["text"] : ["text", "image"] },
    run: { engine: "llama-server", model: { path, projector, sha256, command } },
  };
}
