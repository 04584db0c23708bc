import { battleRoutes, blindPresentation, continueBattle, readNames } from "@/features/battle/server";
import { handle } from "@/runtime";
import { eventStream } from "@/server/http/event-stream";

export const POST = handle(battleRoutes.turn, async ({ params, body, sessionId, ticket }, { battles, live }) => {
  const started = await continueBattle(battles, { battleId: params.id, sessionId, prompt: body.prompt });
  return eventStream(live.start(started, blindPresentation(await readNames(battles.db)), ticket));
});
