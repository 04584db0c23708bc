import { castVote, voteBody } from "@/features/battle/server";
import { handle, readBody } from "@/server/http/handle";
import { runtime } from "@/runtime/runtime";
import { readSession } from "@/server/http/session";

export const POST = handle(async (request, { params }: { params: Promise<{ id: string }> }) => {
  const held = await runtime();
  const { outcome } = await readBody(request, voteBody, "invalid-vote");
  const sessionId = await readSession(request, held.sessionSecret);
  const response = await castVote(held.db, { battleId: (await params).id, sessionId, outcome });
  if (response.fate === "counted") held.ratings.request();
  return Response.json(response, { headers: { "cache-control": "no-store" } });
});
