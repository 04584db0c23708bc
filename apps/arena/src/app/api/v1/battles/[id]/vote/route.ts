import { battleRoutes, castVote } from "@/features/battle/server";
import { handle } from "@/runtime";

export const POST = handle(battleRoutes.vote, async ({ params, body, sessionId, addressKey }, { db, ratings, limits }) => {
  const budget = limits && { limits, addressKey };
  const response = await castVote(db, { battleId: params.id, sessionId, outcome: body.outcome, budget });
  if (response.fate === "counted") ratings.request();
  return response;
});
