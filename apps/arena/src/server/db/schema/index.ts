export * from "./board";
export * from "./contestant";
export * from "./conversation";
export * from "./session";
export * from "./vote";
