import { readContestants } from "@/features/models/server";
import { handle } from "@/server/http/handle";
import { runtime } from "@/runtime/runtime";

export const GET = handle(async () => {
  return Response.json({ contestants: readContestants(await runtime()) }, { headers: { "cache-control": "no-store" } });
});
