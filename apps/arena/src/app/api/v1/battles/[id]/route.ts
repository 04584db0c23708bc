import { viewBattle } from "@/features/battle/server";
import { handle } from "@/server/http/handle";
import { runtime } from "@/runtime/runtime";
import { readSession } from "@/server/http/session";

export const GET = handle(async (request, { params }: { params: Promise<{ id: string }> }) => {
  const { db, live, sessionSecret } = await runtime();
  const view = await viewBattle(db, {
    battleId: (await params).id,
    sessionId: await readSession(request, sessionSecret),
    redact: live.redact,
  });
  return Response.json(view, { headers: { "cache-control": "no-store" } });
});
