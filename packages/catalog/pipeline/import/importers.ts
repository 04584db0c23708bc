import { gpustack } from "./gpustack.ts";
import { helm } from "./helm.ts";
import { llmStats } from "./llm-stats.ts";
import { llmfit } from "./llmfit.ts";
import { localAi } from "./local-ai.ts";
import { localModelRun } from "./localmodel-run.ts";
import { mistralDocs } from "./mistral-docs.ts";
import { modelsDev } from "./models-dev.ts";
import { openLlmLeaderboard } from "./open-llm-leaderboard.ts";
import type { Importer } from "./statement.ts";
import { vllmRecipes } from "./vllm-recipes.ts";
import { xinference } from "./xinference.ts";

/**
 * The structured sources in the order in which they are trusted: first a maker itself, then what is copied from configurations and weights, then who writes dates and
 * licences down by hand, and last the days of an upload, which come before a release.
 */
export const importers: readonly Importer[] = [
  mistralDocs,
  vllmRecipes,
  modelsDev,
  llmfit,
  xinference,
  llmStats,
  helm,
  gpustack,
  localModelRun,
  openLlmLeaderboard,
  localAi,
];
