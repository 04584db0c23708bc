import { findBattle, followBattle } from "@/features/battle/server";
import { eventStream } from "@/server/http/event-stream";
import { handle } from "@/server/http/handle";
import { runtime } from "@/runtime/runtime";
import { readSession } from "@/server/http/session";

export const GET = handle(async (request, { params }: { params: Promise<{ id: string }> }) => {
  const held = await runtime();
  const battle = { battleId: (await params).id, sessionId: await readSession(request, held.sessionSecret) };
  await findBattle(held.db, battle);
  return eventStream(followBattle(held, { ...battle, signal: request.signal }));
});
