import { startBattle, startBattleBody } from "@/features/battle/server";
import { eventStream } from "@/server/http/event-stream";
import { handle, readBody } from "@/server/http/handle";
import { requireTwoContestants } from "@/features/models/server";
import { runtime } from "@/runtime/runtime";
import { createSession, readSession } from "@/server/http/session";

export const POST = handle(async (request) => {
  const body = await readBody(request, startBattleBody, "invalid-prompt");
  const held = await runtime();
  const contestantIds = requireTwoContestants(held.engine);
  const known = await readSession(request, held.sessionSecret);
  const created = known === null ? await createSession(request, held.sessionSecret) : null;
  const sessionId = known ?? created?.sessionId ?? "";
  held.live.start(await startBattle(held.db, { ...body, sessionId, contestantIds, random: Math.random }));
  const events = held.live.follow(body.battleId);
  if (!events) throw new Error("A battle that was just started is not live.");
  return eventStream(events, created ? { "set-cookie": created.setCookie } : {});
});
