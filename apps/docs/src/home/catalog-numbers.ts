import { findModels } from "@llmlist/catalog";
import { benchmarks } from "@llmlist/catalog/benchmarks";
import { results } from "@llmlist/catalog/results";
import { hardware, speeds } from "@llmlist/catalog/speeds";

/** How much the catalog holds, counted now. */
export const countCatalog = () => ({
  models: findModels().length,
  visionModels: findModels({ input: "image" }).length,
  benchmarks: benchmarks.length,
  results: results().length,
  speeds: speeds().length,
  devices: hardware.length,
});
