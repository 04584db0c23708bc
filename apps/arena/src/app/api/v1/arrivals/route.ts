import { readArrivals } from "@/features/contestants/server/read-contestants";
import { handle } from "@/server/handle";
import { runtime } from "@/server/runtime";

export const GET = handle(async () => Response.json(readArrivals(await runtime()), { headers: { "cache-control": "no-store" } }));
