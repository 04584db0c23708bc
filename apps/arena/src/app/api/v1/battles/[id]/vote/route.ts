import { battleRoutes, castEarlyVote, castVote } from "@/features/battle/server";
import { handle } from "@/runtime";
import { PROOF_HEADER } from "@/server/limits/proof-of-work";

export const POST = handle(battleRoutes.vote, async ({ params, body, sessionId, addressKey, request }, services) => {
  const { db, ratings, limits, requireProof } = services;
  if (sessionId !== null) await requireProof({ sessionId, addressKey }, request.headers.get(PROOF_HEADER));
  const budget = limits && { limits, addressKey };
  const vote = { battleId: params.id, sessionId, outcome: body.outcome, budget };
  const response = await (body.early ? castEarlyVote(services, vote) : castVote(db, vote));
  if (response.fate === "counted") ratings.request();
  return response;
});
