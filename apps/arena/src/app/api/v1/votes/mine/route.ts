import { battleRoutes, listVotes } from "@/features/battle/server";
import { handle } from "@/runtime";

export const GET = handle(battleRoutes.myVotes, ({ query, sessionId }, { db }) => listVotes(db, { sessionId, ...query }));
