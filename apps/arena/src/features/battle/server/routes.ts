import { z } from "zod";
import { defineRoute } from "@/server/http/route";
import { battleView, continueBattleBody, myVotesQuery, myVotesResponse, startBattleBody, voteBody, voteResponse } from "../contract";

const params = z.object({ id: z.string() });

/** The public API of battles. */
export const battleRoutes = {
  start: defineRoute({
    method: "POST",
    path: "/api/v1/battles",
    summary: "Starts a battle and streams the events of its first turn.",
    session: "create",
    limit: "battles",
    queues: true,
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
    limit: "turns",
    queues: true,
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
    limit: "votes",
    params,
    body: voteBody,
    invalid: { outcome: "invalid-vote" },
    response: voteResponse,
    problems: ["battle-not-found", "battle-running", "already-voted", "challenge-required"],
  }),
  myVotes: defineRoute({
    method: "GET",
    path: "/api/v1/votes/mine",
    summary: "The votes of this session with their present fate, newest first.",
    session: "optional",
    query: myVotesQuery,
    response: myVotesResponse,
    problems: [],
  }),
};
