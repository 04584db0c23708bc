import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Engine, GenerateRequest } from "../src/engine/engine.ts";
import { InferenceError } from "../src/engine/errors.ts";
import { createRemoteEngine } from "../src/remote/remote-engine.ts";
import { ManualClock } from "../src/testing/manual-clock.ts";
import { type Failure, FailingServer } from "./failing-server.ts";

const KEY = "sk-secret-1234567890";
const FIRST_MS = 5_000;
const BETWEEN_MS = 2_000;
const TOTAL_MS = 60_000;
/** The reader of an endless answer takes a second for so many tokens. */
const TOKENS_PER_SECOND = 100;

const sentence = "Grüße 🙂 你好";
const bytes = Buffer.from(`data: ${JSON.stringify({ choices: [{ delta: { content: sentence } }] })}\n\n`);
const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
const status =
  (code: number, body: string, headers: Record<string, string> = {}): Failure =>
  ({ response }) =>
    void response.writeHead(code, headers).end(body);
const stream =
  (...chunks: readonly (string | Uint8Array)[]): Failure =>
  ({ response, head }) => {
    head();
    for (const one of chunks) response.write(one);
    response.end();
  };

interface Case {
  readonly failure: Failure;
  readonly code: string | null;
  readonly message?: RegExp;
  readonly text?: string;
  /** By the clock; 0 where the endpoint itself ends it. */
  readonly afterMs?: number;
  readonly requests?: number;
  readonly retryAfterMs?: number | null;
}

const cases: Readonly<Record<string, Case>> = {
  "never answers": {
    failure: ({ hold }) => hold(),
    code: "timeout",
    afterMs: FIRST_MS,
    message: /first token did not come within 5000 ms/u,
  },
  "sends a head and nothing more": { failure: ({ head, hold }) => (head(), hold()), code: "timeout", afterMs: FIRST_MS },
  "sends signs of life and no token": {
    failure: ({ head, hold, clock, response }) => {
      head();
      const live = () => {
        if (response.closed) return;
        response.write(": still here\n\n");
        clock.after(1_000, live);
      };
      live();
      hold();
    },
    code: "timeout",
    afterMs: FIRST_MS,
  },
  "stalls in mid-answer": {
    failure: ({ head, token, hold }) => (head(), token("One, "), token("two"), hold()),
    code: "timeout",
    text: "One, two",
    afterMs: BETWEEN_MS,
    message: /No token came within 2000 ms/u,
  },
  "drips, each token just in time": {
    failure: ({ head, token, hold, clock, response }) => {
      head();
      const drip = () => {
        if (response.closed) return;
        token("x");
        clock.after(BETWEEN_MS - 1, drip);
      };
      drip();
      hold();
    },
    code: "timeout",
    text: "x".repeat(Math.ceil(TOTAL_MS / (BETWEEN_MS - 1))),
    afterMs: TOTAL_MS,
    message: /took longer than 60000 ms/u,
  },
  "never ends its answer": {
    failure: ({ head, token, response }) => {
      head();
      const write = () => {
        for (let count = 0; count < TOKENS_PER_SECOND; count++) token("x");
        if (!response.closed) setImmediate(write);
      };
      write();
    },
    code: "timeout",
    text: "x".repeat((TOKENS_PER_SECOND * TOTAL_MS) / 1_000),
    afterMs: TOTAL_MS,
  },
  "never ends a line": {
    failure: ({ head, response }) => {
      head();
      const write = () => {
        while (!response.closed && response.write("x".repeat(65_536)));
        response.once("drain", write);
      };
      response.write("data: ");
      write();
    },
    code: "remote-failed",
    message: /event stream is malformed/u,
  },
  "ends its answer and stays silent": {
    failure: ({ head, token, end, hold }) => (head(), token("Hi"), end("stop"), hold()),
    code: "timeout",
    text: "Hi",
    afterMs: BETWEEN_MS,
  },
  "drops the connection before its answer": {
    failure: ({ response }) => response.destroy(),
    code: "remote-failed",
    afterMs: 750,
    requests: 3,
    message: /dropped the connection/u,
  },
  "drops it once, and answers then": {
    failure: ({ response, head, token, end, attempt }) => {
      if (attempt === 1) return void response.destroy();
      head();
      token("Here");
      end("stop");
      response.end("data: [DONE]\n\n");
    },
    code: null,
    text: "Here",
    afterMs: 250,
    requests: 2,
  },
  "drops the connection before the first token": {
    failure: ({ response, head }) => (head(), setImmediate(() => response.destroy())),
    code: "remote-failed",
    message: /broke off: it dropped the connection/u,
  },
  "drops the connection in mid-answer": {
    failure: ({ response, head, token }) => (head(), token("One"), setImmediate(() => response.destroy())),
    code: "remote-failed",
    text: "One",
    message: /broke off/u,
  },
  "ends the connection in mid-answer": {
    failure: stream(chunk("One")),
    code: "remote-failed",
    text: "One",
    message: /before the answer had ended/u,
  },
  "says [DONE] without an end": { failure: stream(chunk("One"), "data: [DONE]\n\n"), code: "remote-failed", text: "One" },
  "leaves out [DONE] after the end": {
    failure: stream(chunk("One"), `data: ${JSON.stringify({ choices: [{ delta: {}, finish_reason: "length" }] })}\n\n`),
    code: null,
    text: "One",
  },
  "has too many requests": {
    failure: status(429, '{"error":{"message":"Slow down"}}', { "Retry-After": "7" }),
    code: "queue-full",
    message: /Slow down/u,
    retryAfterMs: 7_000,
  },
  "has too many until a date": {
    failure: status(429, "", { "Retry-After": "Wed, 25 Nov 2026 10:00:30 GMT", Date: "Wed, 25 Nov 2026 10:00:00 GMT" }),
    code: "queue-full",
    retryAfterMs: 30_000,
  },
  "has too many and does not say how long": { failure: status(429, ""), code: "queue-full", retryAfterMs: null },
  "fails, and tells the key": {
    failure: status(500, JSON.stringify({ error: { message: `Internal error for ${KEY} at host` } })),
    code: "remote-failed",
    message: /status 500\. Internal error for \[key\] at host/u,
  },
  "fails with a page": {
    failure: status(502, "<html><h1>Bad gateway</h1></html>", { "Content-Type": "text/html" }),
    code: "remote-failed",
    message: /status 502/u,
  },
  "fails with a body that never ends": {
    failure: ({ response }) => {
      response.writeHead(500);
      const write = () => {
        while (!response.closed && response.write("x".repeat(16_384)));
        response.once("drain", write);
      };
      write();
    },
    code: "remote-failed",
    message: /status 500\. x{200}…/u,
  },
  "fails with a body that stalls": {
    failure: ({ response, hold }) => (response.writeHead(500).write("half"), hold()),
    code: "timeout",
    afterMs: FIRST_MS,
  },
  "is loading, and answers then": {
    failure: ({ response, head, token, end, attempt }) => {
      if (attempt < 3) return void response.writeHead(503).end('{"error":{"message":"Loading model"}}');
      head();
      token("Ready");
      end("stop");
      response.end();
    },
    code: null,
    text: "Ready",
    afterMs: 750,
    requests: 3,
  },
  "is overloaded for a while": { failure: status(503, "", { "Retry-After": "60" }), code: "remote-failed", retryAfterMs: 60_000 },
  "does not know the key": {
    failure: status(401, `{"error":{"message":"Incorrect API key: sk-secr***"}}`),
    code: "remote-failed",
    message: /^The endpoint does not accept its API key \(status 401\)\.$/u,
  },
  "finds the prompt too long": {
    failure: status(400, '{"error":{"message":"This model\'s maximum context length is 8 tokens","code":"context_length_exceeded"}}'),
    code: "prompt-too-long",
  },
  "finds the request wrong": { failure: status(422, '{"detail":"no such field"}'), code: "bad-request", message: /no such field/u },
  "cannot do it": { failure: status(501, ""), code: "unsupported" },
  "answers with a page": {
    failure: ({ response }) => void response.writeHead(200, { "Content-Type": "text/html" }).end("<html>Log in</html>"),
    code: "remote-failed",
    message: /text\/html, not with an event stream\. <html>Log in/u,
  },
  "answers whole where a stream was asked for": {
    failure: ({ response }) =>
      void response.writeHead(200, { "Content-Type": "application/json" }).end('{"choices":[{"message":{"content":"Hi"}}]}'),
    code: "remote-failed",
  },
  "sends an event that is no JSON": {
    failure: stream(chunk("One"), "data: {oops\n\n"),
    code: "remote-failed",
    text: "One",
    message: /no JSON\. \{oops/u,
  },
  "sends lines that are no events": {
    failure: stream(chunk("One"), '{"error": "out of memory"}\n\n'),
    code: "remote-failed",
    text: "One",
    message: /malformed/u,
  },
  "sends JSON that is no chunk of an answer": {
    failure: stream(chunk("One"), 'data: {"choices": 3}\n\n'),
    code: "remote-failed",
    text: "One",
    message: /no chunk of an answer/u,
  },
  "fails in mid-answer": {
    failure: stream(chunk("One"), `data: {"error":{"message":"CUDA error for ${KEY}","code":500}}\n\n`),
    code: "remote-failed",
    text: "One",
    message: /CUDA error for \[key\]/u,
  },
  "withholds its answer": {
    failure: stream(chunk("One"), `data: ${JSON.stringify({ choices: [{ delta: {}, finish_reason: "content_filter" }] })}\n\n`),
    code: "remote-failed",
    text: "One",
    message: /content_filter/u,
  },
  "cuts characters over its chunks": {
    failure: ({ response, head, end }) => {
      head();
      const write = (from: number) => {
        if (from < bytes.length) {
          response.write(bytes.subarray(from, from + 1));
          setImmediate(write, from + 1);
        } else {
          end("stop");
          response.end();
        }
      };
      write(0);
    },
    code: null,
    text: sentence,
  },
  "leaves out the rest of a character": {
    failure: stream(Buffer.concat([bytes.subarray(0, bytes.indexOf("🙂") + 2), Buffer.from('"}}]}\n\n')])),
    code: "remote-failed",
    message: /no UTF-8/u,
  },
};

describe("an endpoint that", { timeout: 20_000 }, () => {
  const clock = new ManualClock();
  const server = new FailingServer(Object.fromEntries(Object.entries(cases).map(([name, { failure }]) => [name, failure])), clock);
  let engine: Engine;
  beforeAll(async () => {
    const baseUrl = await server.listen();
    const models = Object.fromEntries(Object.keys(cases).map((name) => [name, { baseUrl, apiKey: KEY, model: name }]));
    // Virtual time would pass over health checks before the endpoint can answer them.
    engine = createRemoteEngine({ models, sequences: 2, clock, healthIntervalMs: 3_600_000 });
    await engine.whenReady();
  });
  beforeEach(() => server.reset());
  afterAll(async () => {
    await engine.close();
    await server.close();
  });

  const request: GenerateRequest = {
    messages: [{ role: "user", content: "Hello" }],
    systemPrompt: "",
    maxTokens: 64,
    temperature: 0,
    topP: 1,
    topK: 0,
    seed: 1,
    timeoutMs: TOTAL_MS,
    firstTokenTimeoutMs: FIRST_MS,
    betweenTokensTimeoutMs: BETWEEN_MS,
  };

  async function answerOf(model: string) {
    const begun = clock.now();
    let text = "";
    let tokens = 0;
    let error: unknown = null;
    const isQuiet = () => [250, 500].includes(clock.nextLengthMs ?? 0) || (server.openConnections > 0 && tokens === server.tokensSent);
    const reading = async () => {
      for await (const event of engine.generate(model, request)) {
        if (event.type !== "text-delta") continue;
        text += event.text;
        if (++tokens % TOKENS_PER_SECOND === 0) clock.advance(1_000);
      }
    };
    await clock.during(reading(), isQuiet).catch((failure: unknown) => (error = failure));
    return { text, error, afterMs: clock.now() - begun };
  }

  it.each(Object.entries(cases))("%s", async (name, { code, message, text, afterMs = 0, requests = 1, retryAfterMs }) => {
    const answer = await answerOf(name);
    if (code === null) expect(answer.error).toBeNull();
    else {
      expect(InferenceError.isInstance(answer.error)).toBe(true);
      expect(answer.error).toMatchObject({ code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
      const { message: shown, detail } = answer.error as InferenceError;
      if (message) expect([shown, detail].filter((said) => said !== null).join(" ")).toMatch(message);
      expect(shown, "what an endpoint says of its own failure is not for callers").not.toMatch(/Internal error|CUDA|<html>|\{oops|x{20}/u);
    }
    expect(answer.afterMs).toBe(afterMs);
    expect(answer.text).toBe(text ?? "");
    expect(server.received.map(({ authorization }) => authorization)).toEqual(Array.from({ length: requests }, () => `Bearer ${KEY}`));
    expect(JSON.stringify([answer.error, (answer.error as Error | null)?.stack ?? ""])).not.toContain(KEY);
    expect(engine.stats().get(name)).toMatchObject({ active: 0, waiting: 0 });
    await expect.poll(() => server.openConnections).toBe(0);
  });
});
