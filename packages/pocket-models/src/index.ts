export { majorVersionsBehind } from "./catalog-version.ts";
export { pocketModels } from "./pocket-models.ts";
export type { PocketModel } from "./pocket-model.ts";
