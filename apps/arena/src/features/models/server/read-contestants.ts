import type { Runtime } from "@/runtime/runtime";
import type { Arrivals, PublicContestant } from "../contract";

/** Who plays, best known first: real models, then pocket models. */
export function readContestants({ contestants, engine }: Pick<Runtime, "contestants" | "engine">): PublicContestant[] {
  const states = engine.states();
  return [...contestants.values()]
    .map(({ id, name, organization = null, kind, isPocketModel = false, quantization = null, license = null, bytes }) => ({
      id,
      name,
      organization,
      kind,
      isPocketModel,
      quantization,
      license,
      bytes,
      state: states.get(id) ?? ("closed" as const),
    }))
    .toSorted((one, other) => Number(one.isPocketModel) - Number(other.isPocketModel) || one.name.localeCompare(other.name, "en"));
}

/** How many play and who is on the way, without a name. */
export function readArrivals({ engine, starter }: Pick<Runtime, "engine" | "starter">): Arrivals {
  const states = [...engine.states().values()];
  return {
    playing: states.filter((state) => state === "ready").length,
    loading: states.filter((state) => state === "starting" || state === "restarting").length,
    starter: starter(),
  };
}
