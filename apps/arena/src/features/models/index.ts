export * from "./contract";
export { ModelStatusLine } from "./client/model-status-line";
export { ModelName } from "./client/model-name";
