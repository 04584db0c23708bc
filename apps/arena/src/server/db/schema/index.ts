export * from "./board";
export * from "./contestant";
export * from "./conversation";
export * from "./limits";
export * from "./session";
export * from "./vote";
