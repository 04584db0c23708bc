import { z } from "zod";
import { defineRoute } from "@/server/http/route";
import { battleView, continueBattleBody, reasonsBody, standings, startBattleBody, voteBody, voteResponse } from "../contract";

const params = z.object({ id: z.string() });

/** The public API of battles. */
export const battleRoutes = {
  start: defineRoute({
    method: "POST",
    path: "/api/v1/battles",
    summary: "Starts a battle and streams the events of its first turn.",
    session: "create",
    body: startBattleBody,
    invalid: { prompt: "invalid-prompt" },
    response: "event-stream",
    problems: ["battle-exists", "not-ready"],
  }),
  view: defineRoute({
    method: "GET",
    path: "/api/v1/battles/{id}",
    summary: "A battle of this session: its turns, and its vote with the reveal once there is one.",
    session: "optional",
    params,
    response: battleView,
    problems: ["battle-not-found"],
  }),
  turn: defineRoute({
    method: "POST",
    path: "/api/v1/battles/{id}/turns",
    summary: "Goes on with a battle: the same pair answers a further prompt. Streams the events of the turn.",
    session: "optional",
    params,
    body: continueBattleBody,
    invalid: { prompt: "invalid-prompt" },
    response: "event-stream",
    problems: ["battle-not-found", "battle-running", "already-voted", "conversation-full", "not-ready"],
  }),
  stream: defineRoute({
    method: "GET",
    path: "/api/v1/battles/{id}/stream",
    summary: "The events of the newest turn, from the first or after `Last-Event-ID`.",
    session: "optional",
    params,
    response: "event-stream",
    problems: ["battle-not-found"],
  }),
  stop: defineRoute({
    method: "POST",
    path: "/api/v1/battles/{id}/stop",
    summary: "Ends both answers of the running turn; what was shown stays.",
    session: "optional",
    params,
    response: "empty",
    problems: ["battle-not-found"],
  }),
  vote: defineRoute({
    method: "POST",
    path: "/api/v1/battles/{id}/vote",
    summary: "Votes on a battle whose answers have ended, and reveals its models.",
    session: "optional",
    params,
    body: voteBody,
    invalid: { outcome: "invalid-vote" },
    response: voteResponse,
    problems: ["battle-not-found", "battle-running", "already-voted"],
  }),
  standings: defineRoute({
    method: "GET",
    path: "/api/v1/battles/{id}/standings",
    summary: "After the vote: facts and rank of both models, and how others voted on this pair.",
    session: "optional",
    params,
    response: standings,
    problems: ["battle-not-found"],
  }),
  reasons: defineRoute({
    method: "PUT",
    path: "/api/v1/battles/{id}/reasons",
    summary: "Why the voter voted so, within ten minutes. The fate of the vote stays.",
    session: "optional",
    params,
    body: reasonsBody,
    response: "empty",
    problems: ["battle-not-found", "reasons-closed"],
  }),
};
