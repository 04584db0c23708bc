import type { Model } from "./model.ts";

/** The models of one family: what each of the entry points `/families/<family>` exports. */
export declare const models: readonly Model[];
