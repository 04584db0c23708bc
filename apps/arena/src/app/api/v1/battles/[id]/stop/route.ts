import { battleRoutes, findBattle } from "@/features/battle/server";
import { handle } from "@/runtime";

export const POST = handle(battleRoutes.stop, async ({ params, sessionId }, { db, stopTurn }) => {
  await stopTurn(await findBattle(db, { battleId: params.id, sessionId }));
  return new Response(null, { status: 204 });
});
