export { createServerApp } from "./app.ts";
export type { ServerLimits } from "./answer-routes.ts";
export type { ServerOptions } from "./app.ts";
export { listen } from "./listen.ts";
export type { RunningServer } from "./listen.ts";
export { isLocalHost } from "./origins.ts";
