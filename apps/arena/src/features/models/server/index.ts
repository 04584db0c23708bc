import "server-only";
export * from "../contract";
export { downloadDefaultModels } from "./download-default-models";
export { readContestants, readModelStatus } from "./read-contestants";
export { modelRoutes } from "./routes";
export { readCandidates, requireTwoContestants } from "./ready-contestants";
export { registerContestants } from "./register-contestants";
