import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createWorkerPool, type WorkerPool } from "@llmlist/inference";
import { listen, type RunningServer } from "@llmlist/inference/server";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { checkModel } from "../src/doctor/check-model.ts";
import { openModel } from "../src/scoring/open-model.ts";
import { pocketFile } from "./pocket.ts";

interface Body {
  prompt?: number[] | string;
  echo?: boolean;
  logprobs?: number;
  add_special_tokens?: boolean;
}
interface Completion {
  choices: { logprobs: { token_logprobs: (number | null)[] } | null }[];
  usage?: { prompt_tokens: number };
}

/** What a bad server does between a client and a good one. */
interface Flaw {
  readonly request?: (path: string, body: Body) => Body;
  readonly response?: (path: string, answer: Completion, running: number) => void;
}

describe("the doctor", { timeout: 120_000 }, () => {
  let pool: WorkerPool;
  let good: RunningServer;
  beforeAll(async () => {
    const model = { id: "pocket", name: "pocket", kind: "base" as const, path: pocketFile, bytes: 0, sha256: "", promptFormat: null };
    pool = createWorkerPool({ models: [model], sequences: 4, contextTokens: 512, threads: 1 });
    await pool.whenReady();
    good = await listen(pool, { port: 0, host: "127.0.0.1", limits: { timeoutMs: 60_000 }, log: () => {} });
  }, 120_000);
  afterAll(async () => {
    await good.close();
    await pool.close();
  });

  async function findings(url: string) {
    const { model, maxLength } = await openModel(url, { parallel: 4 });
    onTestFinished(() => model.close());
    const found = await checkModel(model, maxLength, new AbortController().signal);
    return found.filter(({ outcome }) => outcome === "wrong").map(({ check, sentence }) => `${check}: ${sentence}`);
  }

  it("finds nothing wrong with this project's server", async () => {
    expect(await findings(good.url)).toEqual([]);
  });

  it.each<[string, Flaw, RegExp]>([
    ["ignores echo", { request: (_, { echo: __, ...body }) => body }, /^log-probabilities: .*does not tell the probabilities of a prompt/u],
    [
      "puts a token first that is there already",
      {
        request: (path, body) =>
          path.endsWith("completions") && Array.isArray(body.prompt) ? { ...body, prompt: [1, ...body.prompt] } : body,
      },
      /^log-probabilities: .*read \d+ tokens of a prompt of \d+/u,
    ],
    [
      "puts a token first and does not count it",
      {
        request: (path, body) =>
          path.endsWith("completions") && Array.isArray(body.prompt) ? { ...body, prompt: [1, ...body.prompt] } : body,
        response: (_, answer) => void (answer.usage && answer.usage.prompt_tokens--),
      },
      /^greedy answers: what the model writes is not what it scores/mu,
    ],
    [
      "doubles the token that begins a sequence",
      { request: (_, body) => (body.add_special_tokens ? { ...body, prompt: `<s><s>${String(body.prompt)}` } : body) },
      /^beginning of sequence: the token that begins a sequence is put first 2 times/mu,
    ],
    [
      "cuts prompts at their end",
      {
        request: (path, body) =>
          path.endsWith("completions") && Array.isArray(body.prompt) ? { ...body, prompt: body.prompt.slice(0, 300) } : body,
      },
      /^long prompts: .*read 300 tokens of a prompt of 511/mu,
    ],
    [
      "has scores that depend on the batch",
      {
        response(_, answer, running) {
          const tokens = answer.choices?.[0]?.logprobs?.token_logprobs;
          if (tokens) tokens.forEach((value, index) => void (value !== null && (tokens[index] = value - 0.5 * (running - 1))));
        },
      },
      /^batches: scores move by up to/mu,
    ],
  ])("names what is wrong with a server that %s", async (_, flaw, expected) => {
    expect((await findings(await flawed(good.url, flaw))).join("\n")).toMatch(expected);
  });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** A server in front of a good one. */
async function flawed(target: string, flaw: Flaw): Promise<string> {
  let running = 0;
  const server: Server = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? "";
      running++;
      const text = await bodyOf(request);
      const sent = text === "" ? undefined : JSON.stringify(flaw.request?.(path, JSON.parse(text) as Body) ?? JSON.parse(text));
      const answer = await fetch(target + path, {
        method: request.method ?? "GET",
        headers: { "Content-Type": "application/json" },
        ...(sent === undefined ? {} : { body: sent }),
      });
      const type = answer.headers.get("content-type") ?? "";
      let received = await answer.text();
      if (type.includes("json")) {
        const json = JSON.parse(received) as Completion;
        flaw.response?.(path, json, running);
        received = JSON.stringify(json);
      }
      running--;
      response.writeHead(answer.status, { "Content-Type": type }).end(received);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
