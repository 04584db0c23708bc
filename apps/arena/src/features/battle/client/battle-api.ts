import { EventSourceParserStream } from "eventsource-parser/stream";
import type { z } from "zod";
import { problem } from "@/domain/problem";
import type { Outcome } from "@/domain/outcome";
import type { Slot } from "@/domain/slot";
import { queuePosition, slotDelta, slotEnd } from "@/features/conversation";
import { type BattleView, battleView, type VoteResponse, voteResponse } from "../contract";
import type { AnswerState } from "./battle-state";

/** A request that failed: `code` is the server's, or `network` when no answer came. */
export class RequestError extends Error {
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(`The request failed: ${code}.`, options);
    this.name = "RequestError";
    this.code = code;
  }
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { "content-type": "application/json" } });
  } catch (cause) {
    throw new RequestError("network", { cause });
  }
  if (response.ok) return response;
  const body = problem.safeParse(await response.json().catch(() => null));
  throw new RequestError(body.success ? body.data.error.code : "internal-error");
}

async function json<Schema extends z.ZodType>(response: Response, schema: Schema): Promise<z.output<Schema>> {
  try {
    return schema.parse(await response.json());
  } catch (cause) {
    throw new RequestError("network", { cause });
  }
}

const path = (battleId: string, rest = "") => `/api/v1/battles/${encodeURIComponent(battleId)}${rest}`;

export const startBattle = (battleId: string, prompt: string, signal: AbortSignal): Promise<Response> =>
  send("/api/v1/battles", { method: "POST", body: JSON.stringify({ battleId, prompt }), signal });

export const openStream = (battleId: string, signal: AbortSignal): Promise<Response> => send(path(battleId, "/stream"), { signal });

export const stopBattle = (battleId: string): Promise<Response> => send(path(battleId, "/stop"), { method: "POST" });

export const viewBattle = async (battleId: string): Promise<BattleView> => json(await send(path(battleId), {}), battleView);

export const castVote = async (battleId: string, outcome: Outcome): Promise<VoteResponse> =>
  json(await send(path(battleId, "/vote"), { method: "POST", body: JSON.stringify({ outcome }) }), voteResponse);

/**
 * Reads a battle's stream and tells its place in line and both answers as they grow, at most once in `everyMs` (one paint for both panes).
 * @returns whether the stream came to its `battle-end`; false means that the connection was lost.
 */
export async function readAnswers(
  response: Response,
  tell: (received: { position: number; answers: Record<Slot, AnswerState> }) => void,
  everyMs = 33,
): Promise<boolean> {
  if (!response.body) return false;
  let answers: Record<Slot, AnswerState> = { a: { text: "", end: null }, b: { text: "", end: null } };
  let position = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tellNow = () => {
    clearTimeout(timer);
    timer = undefined;
    tell({ position, answers });
  };
  const reader = response.body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return false;
      if (value.event === "battle-end") return true;
      if (value.event === "queue-position") position = queuePosition.parse(JSON.parse(value.data)).position;
      else if (value.event === "slot-delta") {
        const { slot, text } = slotDelta.parse(JSON.parse(value.data));
        answers = { ...answers, [slot]: { ...answers[slot], text: answers[slot].text + text } };
      } else if (value.event === "slot-end") {
        const { slot, reason } = slotEnd.parse(JSON.parse(value.data));
        answers = { ...answers, [slot]: { ...answers[slot], end: reason } };
      }
      timer ??= setTimeout(tellNow, everyMs);
    }
  } catch {
    // A cut connection rejects the read; the caller reattaches.
    return false;
  } finally {
    tellNow();
  }
}
