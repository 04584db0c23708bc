import { battleRoutes, castEarlyVote, castVote } from "@/features/battle/server";
import { handle } from "@/runtime";

export const POST = handle(battleRoutes.vote, async ({ params, body, sessionId, addressKey }, services) => {
  const { db, ratings, limits } = services;
  const budget = limits && { limits, addressKey };
  const vote = { battleId: params.id, sessionId, outcome: body.outcome, budget };
  const response = await (body.early ? castEarlyVote(services, vote) : castVote(db, vote));
  if (response.fate === "counted") ratings.request();
  return response;
});
