import { randomUUID } from "node:crypto";
import { EventSourceParserStream } from "eventsource-parser/stream";

/** One server-sent event of a battle, parsed. */
export interface StreamEvent {
  readonly event: string;
  readonly data: { slot?: "a" | "b"; text?: string; reason?: string };
}

/**
 * A program that runs battles over the public API, with one session cookie.
 *
 * @param cookie That of an earlier client, to go on with its session.
 */
export function createBattleClient(url: string, cookie = "") {
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (cookie) headers.set("cookie", cookie);
    const response = await fetch(`${url}${path}`, { ...init, headers });
    const set = response.headers.get("set-cookie");
    if (set) cookie = set.split(";")[0] ?? "";
    return response;
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    send(path, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
  return {
    cookie: () => cookie,
    send,
    post,
    async start(prompt: string, battleId: string = randomUUID()) {
      const response = await post("/api/v1/battles", { battleId, prompt });
      return { battleId, response };
    },
    vote: (battleId: string, outcome = "a", headers?: Record<string, string>) =>
      post(`/api/v1/battles/${battleId}/vote`, { outcome }, headers),
  };
}

/** The events of a stream, as they come. */
export async function* readEvents(response: Response): AsyncGenerator<StreamEvent> {
  if (!response.body) throw new Error("The response has no body.");
  const events = response.body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events as unknown as AsyncIterable<{ event?: string; data: string }>) {
    yield { event: event ?? "message", data: JSON.parse(data) as StreamEvent["data"] };
  }
}

/** Reads a stream to its end: both texts and both reasons. */
export async function readBattle(response: Response) {
  const text = { a: "", b: "" };
  const reason: Record<string, string | undefined> = {};
  const names: string[] = [];
  for await (const { event, data } of readEvents(response)) {
    names.push(event);
    if (event === "slot-delta" && data.slot) text[data.slot] += data.text ?? "";
    if (event === "slot-end" && data.slot) reason[data.slot] = data.reason;
  }
  return { text, reason, events: names };
}
