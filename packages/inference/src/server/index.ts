export { createServerApp } from "./app.ts";
export type { ServerLimits, ServerOptions } from "./app.ts";
export { listen } from "./listen.ts";
export type { RunningServer } from "./listen.ts";
