import { battleRoutes, castVote } from "@/features/battle/server";
import { handle } from "@/runtime";
import { PROOF_HEADER } from "@/server/limits/proof-of-work";

export const POST = handle(
  battleRoutes.vote,
  async ({ params, body, sessionId, addressKey, request }, { db, ratings, limits, requireProof }) => {
    if (sessionId !== null) await requireProof({ sessionId, addressKey }, request.headers.get(PROOF_HEADER));
    const budget = limits && { limits, addressKey };
    const response = await castVote(db, { battleId: params.id, sessionId, outcome: body.outcome, budget });
    if (response.fate === "counted") ratings.request();
    return response;
  },
);
