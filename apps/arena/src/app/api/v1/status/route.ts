import { readModelStatus } from "@/features/models/server";
import { handle } from "@/server/http/handle";
import { runtime } from "@/runtime/runtime";

export const GET = handle(async () => Response.json(readModelStatus(await runtime()), { headers: { "cache-control": "no-store" } }));
