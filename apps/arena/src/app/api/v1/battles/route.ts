import { battleRoutes, blindPresentation, readNames, startBattle } from "@/features/battle/server";
import { readCandidates } from "@/features/models/server";
import { handle } from "@/runtime";
import { eventStream } from "@/server/http/event-stream";

export const POST = handle(battleRoutes.start, async ({ body, sessionId, ticket }, { battles, live, drawable }) => {
  const candidates = await readCandidates(battles.db, drawable());
  const started = await startBattle(battles, { ...body, sessionId, candidates });
  return eventStream(live.start(started, blindPresentation(await readNames(battles.db)), ticket));
});
