import { battleRoutes, readStandings } from "@/features/battle/server";
import { handle } from "@/runtime";

export const GET = handle(battleRoutes.standings, ({ params, sessionId }, { db }) => readStandings(db, { battleId: params.id, sessionId }));
