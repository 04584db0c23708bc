import "server-only";
export * from "../contract";
export { downloadDefaultModels } from "./download-default-models";
export { readContestants, readModelStatus } from "./read-contestants";
export { requireTwoContestants } from "./ready-contestants";
export { registerContestants } from "./register-contestants";
