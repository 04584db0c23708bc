import { battleRoutes, findBattle, followBattle } from "@/features/battle/server";
import { handle } from "@/runtime";
import { eventStream } from "@/server/http/event-stream";

export const GET = handle(battleRoutes.stream, async ({ params, sessionId, request }, { db, live }) => {
  const battle = { battleId: await findBattle(db, { battleId: params.id, sessionId }), sessionId };
  const lastEventId = Number(request.headers.get("last-event-id") ?? 0);
  return eventStream(
    await followBattle(
      { db, live },
      { ...battle, signal: request.signal, ...(Number.isSafeInteger(lastEventId) && lastEventId > 0 ? { lastEventId } : {}) },
    ),
  );
});
