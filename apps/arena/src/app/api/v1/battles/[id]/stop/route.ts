import { findBattle } from "@/features/battle/server";
import { handle } from "@/server/http/handle";
import { runtime } from "@/runtime/runtime";
import { readSession } from "@/server/http/session";

/** Ends both answers; what was shown stays. */
export const POST = handle(async (request, { params }: { params: Promise<{ id: string }> }) => {
  const held = await runtime();
  const { id } = await findBattle(held.db, { battleId: (await params).id, sessionId: await readSession(request, held.sessionSecret) });
  held.live.stop(id);
  return new Response(null, { status: 204 });
});
