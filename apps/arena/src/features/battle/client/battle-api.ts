import type { Outcome } from "@/domain/outcome";
import { readJson, send } from "@/features/conversation";
import { sendWithProof } from "./proof/send-with-proof";
import { type BattleView, battleView, type VoteResponse, voteResponse } from "../contract";

/** The requests of a battle; each rejects with a `RequestError`. */
export interface BattleApi {
  start(battleId: string, prompt: string, signal: AbortSignal): Promise<Response>;
  addTurn(battleId: string, prompt: string, signal: AbortSignal): Promise<Response>;
  /** The events of the newest turn after the one with this id; 0 for all. */
  openStream(battleId: string, lastEventId: number, signal: AbortSignal): Promise<Response>;
  stop(battleId: string): Promise<unknown>;
  view(battleId: string): Promise<BattleView>;
  /** `early` ends answers that are still being written. */
  vote(battleId: string, outcome: Outcome, early: boolean): Promise<VoteResponse>;
}

const path = (battleId: string, rest = "") => `/api/v1/battles/${encodeURIComponent(battleId)}${rest}`;
const post = (address: string, body: unknown, signal: AbortSignal | null = null) =>
  send(address, { method: "POST", body: JSON.stringify(body), signal });

export const battleApi: BattleApi = {
  start: (battleId, prompt, signal) => post("/api/v1/battles", { battleId, prompt }, signal),
  addTurn: (battleId, prompt, signal) => post(path(battleId, "/turns"), { prompt }, signal),
  openStream: (battleId, lastEventId, signal) =>
    send(path(battleId, "/stream"), { signal, headers: lastEventId > 0 ? { "last-event-id": String(lastEventId) } : {} }),
  stop: (battleId) => send(path(battleId, "/stop"), { method: "POST" }),
  view: async (battleId) => readJson(await send(path(battleId)), battleView),
  vote: async (battleId, outcome, early) => {
    const body = JSON.stringify({ outcome, ...(early ? { early } : {}) });
    return readJson(await sendWithProof(path(battleId, "/vote"), { method: "POST", body }), voteResponse);
  },
};
