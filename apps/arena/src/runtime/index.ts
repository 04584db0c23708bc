import "server-only";
import { createHandle } from "@/server/http/handle";
import { runtime } from "./runtime";

export { apiRoutes } from "./api-routes";
export { readForPage } from "./read-for-page";
export { runtime } from "./runtime";

/** Writes a route of the API; its service gets the checked request and the running arena. */
export const handle = createHandle(runtime);
