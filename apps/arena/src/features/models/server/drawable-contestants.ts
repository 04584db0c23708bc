import type { BundledModels } from "./config/schema";

/** Other models must have been ready for so long before bundled ones step aside. */
const BUNDLED_MODELS_STAY_MS = 60_000;

/** What decides whether a contestant can be drawn. */
export interface DrawState {
  readonly id: string;
  readonly kind: "base" | "instruct";
  readonly bundled: boolean;
  readonly isRequested: boolean;
  readonly isReady: boolean;
  /** Milliseconds for which it has been ready without a break. */
  readonly readyForMs: number;
}

/**
 * The ready contestants that battles are drawn from. A base model is drawn where the operator added it, or fewer than two instruct models
 * besides the bundled ones are ready. `auto` keeps the bundled models while fewer than two others have been ready for 60 s.
 */
export function drawableContestants(all: readonly DrawState[], bundledModels: BundledModels): string[] {
  const ready = all.filter(({ isReady }) => isReady);
  const real = ready.filter(({ bundled }) => !bundled);
  const instructModels = real.filter(({ kind }) => kind === "instruct").length;
  const drawn = real.filter(({ kind, isRequested }) => kind === "instruct" || isRequested || instructModels < 2);
  const lasting = drawn.filter(({ readyForMs }) => readyForMs >= BUNDLED_MODELS_STAY_MS).length;
  const areBundledDrawn = bundledModels === "always" || (bundledModels === "auto" && lasting < 2);
  return [...drawn, ...(areBundledDrawn ? ready.filter(({ bundled }) => bundled) : [])].map(({ id }) => id);
}
