import { readContestants } from "@/features/contestants/server/read-contestants";
import { handle } from "@/server/handle";
import { runtime } from "@/server/runtime";

export const GET = handle(async () => {
  return Response.json({ contestants: readContestants(await runtime()) }, { headers: { "cache-control": "no-store" } });
});
