export { createServerApp } from "./app.ts";
export type { ServerOptions } from "./app.ts";
export { listen } from "./listen.ts";
export type { RunningServer } from "./listen.ts";
export type { ServerLimits } from "./requests.ts";
