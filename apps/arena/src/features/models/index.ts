export * from "./contract";
export { ModelStatusLine } from "./client/model-status-line";
