import { createParser } from "eventsource-parser";
import { InferenceError } from "../engine/errors.ts";
import { EndpointError, errorOfStatus, excerpt, messageOf } from "./endpoint-error.ts";

/** Longer events than this are no tokens. */
const EVENT_MAX_CHARACTERS = 4 * 1024 * 1024;
const ERROR_MAX_CHARACTERS = 64 * 1024;
const JSON_MAX_CHARACTERS = 64 * 1024 * 1024;
/** How the connection itself failed, by the codes of Node and of its fetch. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "it refuses connections",
  ECONNRESET: "it dropped the connection",
  ENOTFOUND: "its host is not known",
  EAI_AGAIN: "its host cannot be looked up now",
  EHOSTUNREACH: "its host cannot be reached",
  UND_ERR_CONNECT_TIMEOUT: "it does not take the connection",
  UND_ERR_SOCKET: "it dropped the connection",
  UND_ERR_HEADERS_TIMEOUT: "it did not answer for minutes",
  UND_ERR_BODY_TIMEOUT: "it fell silent for minutes",
};

/** Where an OpenAI-compatible API is, and the key to it. */
export interface EndpointAddress {
  /** As OpenAI's clients have it, mostly with `/v1` at its end. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
}

/**
 * Talks to one endpoint. Whatever goes wrong there is an `EndpointError`, in whose text no key stands.
 *
 * A path that begins with a slash is meant from the server's root, as llama-server and vLLM have theirs beside `/v1`.
 */
export class Endpoint {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #key: string;

  /** @throws InferenceError `bad-request` where the address cannot be one. */
  constructor({ baseUrl, apiKey = "" }: EndpointAddress) {
    const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
    if (!url || !/^https?:$/u.test(url.protocol) || url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
      throw new InferenceError("bad-request", "A baseUrl is http:// or https://, a host and a path; a key is given as apiKey.");
    if (!/^[\u0021-\u007E]*$/u.test(apiKey))
      throw new InferenceError("bad-request", "An apiKey has visible ASCII characters alone: look for a line break or a space in it.");
    this.#base = url.href.replace(/\/+$/u, "");
    this.#key = apiKey;
    this.#headers = apiKey === "" ? {} : { Authorization: `Bearer ${apiKey}` };
  }

  /** One request with one answer in JSON; without a body it is a GET. */
  async json(path: string, body: object | undefined, signal: AbortSignal): Promise<unknown> {
    return this.#guarded(signal, async () => {
      const response = await this.#fetch(path, body, "application/json", signal);
      return parsed(await beginningOf(response, JSON_MAX_CHARACTERS));
    });
  }

  /** The events of one streamed answer, up to `[DONE]` or the end of the connection. */
  async *events(path: string, body: object, signal: AbortSignal): AsyncGenerator<unknown> {
    const response = await this.#guarded(signal, () => this.#fetch(path, body, "text/event-stream", signal));
    const type = response.headers.get("content-type") ?? "nothing";
    if (!/^text\/event-stream\b/iu.test(type)) {
      const said = await this.#guarded(signal, () => beginningOf(response));
      throw this.#redacted(
        new EndpointError("remote-failed", `The endpoint answered with ${excerpt(type)}, not with an event stream.`, {
          detail: excerpt(said),
        }),
      );
    }
    const found: string[] = [];
    let problem: string | null = null;
    const parser = createParser({
      maxBufferSize: EVENT_MAX_CHARACTERS,
      onEvent: ({ data }) => void found.push(data),
      onError: ({ message }) => void (problem ??= message),
    });
    // A character may be cut over two chunks; bytes that are none must not become a sign for "unknown" in an answer.
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const bytes = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
    try {
      for (;;) {
        const { value, done } = await this.#guarded(signal, () => bytes.read(), true);
        await this.#guarded(signal, async () => parser.feed(decoder.decode(value, { stream: !done })), true);
        if (done) parser.reset({ consume: true });
        for (let data = found.shift(); data !== undefined; data = found.shift()) {
          if (data === "[DONE]") return;
          yield await this.#guarded(signal, async () => parsed(data), true);
        }
        if (problem !== null)
          throw this.#redacted(
            new EndpointError("remote-failed", "The endpoint's event stream is malformed.", { detail: excerpt(problem) }),
          );
        if (done) return;
      }
    } finally {
      // Cancels the response; the connection may be closed already.
      void bytes.cancel().catch(() => {});
    }
  }

  /** An error that an endpoint sent inside a stream. */
  errorOf(body: unknown): EndpointError {
    const { status, code } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
    const told = [status, code].find((one) => typeof one === "number" && one >= 400 && one < 600);
    return this.#redacted(
      typeof told === "number"
        ? errorOfStatus(told, new Headers(), body)
        : new EndpointError("remote-failed", "The endpoint failed before the answer had ended.", {
            detail: messageOf(body) || excerpt(JSON.stringify(body)),
          }),
    );
  }

  async #fetch(path: string, body: object | undefined, accept: string, signal: AbortSignal): Promise<Response> {
    const url = path.startsWith("/") ? `${this.#base.replace(/\/v1$/u, "")}${path}` : `${this.#base}/${path}`;
    const response = await fetch(url, {
      signal,
      headers: { ...this.#headers, Accept: accept, ...(body ? { "Content-Type": "application/json" } : {}) },
      ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
    });
    if (response.ok) return response;
    const said = await beginningOf(response);
    throw errorOfStatus(response.status, response.headers, safelyParsed(said));
  }

  /** Turns whatever fails into an error of the endpoint, but for the end of the signal. */
  async #guarded<Value>(signal: AbortSignal, work: () => Promise<Value>, hasAnswered = false): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof EndpointError) throw this.#redacted(error);
      const { code = "" } = causeOf(error);
      if (code === "ERR_ENCODING_INVALID_ENCODED_DATA")
        throw new EndpointError("remote-failed", "The endpoint sent bytes that are no UTF-8.");
      // The message of another failure may name hosts and addresses.
      const why = reasons[code] ?? (code === "" ? "the connection failed" : `the connection failed (${code})`);
      const verb = hasAnswered ? "broke off" : "cannot be reached";
      throw this.#redacted(new EndpointError("remote-failed", `The endpoint ${verb}: ${why}.`, { isRetryable: !hasAnswered }));
    }
  }

  #redacted(error: EndpointError): EndpointError {
    const { code, status, isRetryable, retryAfterMs, detail, message } = error;
    if (this.#key === "" || !`${message}${detail}`.includes(this.#key)) return error;
    return new EndpointError(code, message.replaceAll(this.#key, "[key]"), {
      status,
      isRetryable,
      detail: detail?.replaceAll(this.#key, "[key]") ?? null,
      ...(retryAfterMs === null ? {} : { retryAfterMs }),
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new EndpointError("remote-failed", "The endpoint sent what is no JSON.", { detail: excerpt(text) });
  }
}

function safelyParsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** As much of a body as may be needed, where it might never end. */
async function beginningOf(response: Response, maxCharacters = ERROR_MAX_CHARACTERS): Promise<string> {
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (text.length < maxCharacters) {
      const { value, done } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
  return text;
}

/** fetch says only that it failed; its cause says why. */
function causeOf(error: unknown): { code?: string; message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  return error.cause instanceof Error ? error.cause : error;
}
