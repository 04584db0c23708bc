import { battleRoutes, viewBattle } from "@/features/battle/server";
import { handle } from "@/runtime";

export const GET = handle(battleRoutes.view, ({ params, sessionId }, { battles }) =>
  viewBattle(battles, { battleId: params.id, sessionId }),
);
