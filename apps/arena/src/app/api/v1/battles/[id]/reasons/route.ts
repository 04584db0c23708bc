import { battleRoutes, giveReasons } from "@/features/battle/server";
import { handle } from "@/runtime";

export const PUT = handle(battleRoutes.reasons, async ({ params, body, sessionId }, { db }) => {
  await giveReasons(db, { battleId: params.id, sessionId, reasons: body.reasons });
  return new Response(null, { status: 204 });
});
