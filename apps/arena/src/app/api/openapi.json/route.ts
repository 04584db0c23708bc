import { apiRoutes } from "@/runtime";
import { openApiOf } from "@/server/http/openapi";

/** The description of this API. */
export const GET = () => Response.json(openApiOf(apiRoutes));
