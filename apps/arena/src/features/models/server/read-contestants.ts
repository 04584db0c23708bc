import type { EarlierStatus, DownloadState, ModelStatus, PublicContestant } from "../contract";
import type { Contestant } from "./contestant";
import type { StateTracker } from "./state-tracker";

/** The contestants of this process, and what the public may know of their states. */
export interface ModelsView {
  readonly contestants: ReadonlyMap<string, Contestant>;
  readonly states: Pick<StateTracker, "publicState">;
  /** The contestants that battles are drawn from, and how many load. */
  readonly drawable: () => { readonly ids: readonly string[]; readonly loading: number };
  readonly download: () => DownloadState;
}

/** Every contestant with its state: real models first, then pocket models, each by name. */
export function readContestants({ contestants, states }: Pick<ModelsView, "contestants" | "states">): PublicContestant[] {
  return [...contestants.values()]
    .map(({ id, name, organization, kind, bundled, quantization, license, bytes }) => ({
      id,
      name,
      organization,
      kind,
      isPocketModel: bundled,
      quantization,
      license,
      bytes,
      state: states.publicState(id),
    }))
    .toSorted((one, other) => Number(one.isPocketModel) - Number(other.isPocketModel) || one.name.localeCompare(other.name, "en"));
}

/** How many models are ready, loading and downloading. Only models that are not ready are named. */
export function readModelStatus({ contestants, states, drawable, download }: ModelsView): ModelStatus {
  const { ids, loading } = drawable();
  return {
    ready: [...contestants.keys()].filter((id) => states.publicState(id) === "ready").length,
    loading,
    bundled: ids.filter((id) => contestants.get(id)?.bundled).length,
    modelDownloads: download(),
  };
}

/** The body that `/api/v1/arrivals` has had since 0.1. */
export function readEarlierStatus(view: ModelsView): EarlierStatus {
  const { ready, loading, modelDownloads } = readModelStatus(view);
  return { playing: ready, loading, starter: earlierDownloadState(modelDownloads) };
}

function earlierDownloadState({ state, receivedBytes, totalBytes }: DownloadState): EarlierStatus["starter"] {
  if (state === "downloading") return { state: "pulling", receivedBytes, totalBytes };
  return { state: state === "done" ? "settled" : "failed" };
}
