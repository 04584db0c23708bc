export type { Mirror, ModelArtifact, PromptFormat } from "./artifact.ts";
export { starterArtifacts } from "./starter-artifacts.ts";
