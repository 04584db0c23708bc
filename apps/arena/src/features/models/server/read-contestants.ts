import type { LocalModel, Engine } from "@llmlist/inference";
import type { DownloadState, ModelStatus, PublicContestant } from "../contract";

/** The contestants of this process, and the engine that runs them. */
interface Models {
  readonly contestants: ReadonlyMap<string, LocalModel>;
  readonly engine: Pick<Engine, "states">;
}

/** Every contestant with its state: real models first, then pocket models, each by name. */
export function readContestants({ contestants, engine }: Models): PublicContestant[] {
  const states = engine.states();
  return [...contestants.values()]
    .map(({ id, name, organization = null, kind, bundled = false, quantization = null, license = null, bytes }) => ({
      id,
      name,
      organization,
      kind,
      isPocketModel: bundled,
      quantization,
      license,
      bytes,
      state: states.get(id) ?? ("closed" as const),
    }))
    .toSorted((one, other) => Number(one.isPocketModel) - Number(other.isPocketModel) || one.name.localeCompare(other.name, "en"));
}

/** How many models are ready, loading and downloading, without a name. */
export function readModelStatus({ engine, starter }: Pick<Models, "engine"> & { readonly starter: () => DownloadState }): ModelStatus {
  const states = [...engine.states().values()];
  return {
    playing: states.filter((state) => state === "ready").length,
    loading: states.filter((state) => state === "starting" || state === "restarting").length,
    starter: starter(),
  };
}
