import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Clock } from "../src/engine/clock.ts";

/** A body of a request, with the name of the failure as its model. */
interface Received {
  readonly model: string;
  readonly authorization: string | undefined;
}

/** What one request gets. `hold` says that the server will do no more by itself: only time can end the request. */
interface Stage {
  readonly response: ServerResponse;
  readonly clock: Clock;
  /** How often this failure has been met, with this time. */
  readonly attempt: number;
  head(headers?: Record<string, string>): void;
  token(content: string): void;
  end(reason: string): void;
  hold(): void;
}

export type Failure = (stage: Stage) => void;

/** An endpoint that keeps to OpenAI's protocol, or breaks it as its failures say. */
export class FailingServer {
  readonly received: Received[] = [];
  /** Tokens that were sent since the last `reset`. */
  tokensSent = 0;
  /** Requests that only time can end. */
  openConnections = 0;
  readonly #server;
  readonly #failures: Readonly<Record<string, Failure>>;
  readonly #clock: Clock;

  constructor(failures: Readonly<Record<string, Failure>>, clock: Clock) {
    this.#failures = failures;
    this.#clock = clock;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** The base URL. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  reset(): void {
    this.tokensSent = 0;
    this.openConnections = 0;
    this.received.length = 0;
  }

  /** Connections that are still open. */
  connections(): Promise<number> {
    return new Promise((resolve) => this.#server.getConnections((_, count) => resolve(count)));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on("error", () => {});
    if (request.method === "GET") {
      const data = Object.keys(this.#failures).map((id) => ({ id, object: "model", owned_by: "someone" }));
      response.setHeader("Content-Type", "application/json");
      response.end(request.url === "/v1/models" ? JSON.stringify({ object: "list", data }) : "{}");
      return;
    }
    const { model } = JSON.parse(await text(request)) as { model: string };
    this.received.push({ model, authorization: request.headers.authorization });
    const write = (data: object) => response.write(`data: ${JSON.stringify(data)}\n\n`);
    let isOpen = false;
    response.once("close", () => {
      if (isOpen) this.openConnections--;
    });
    this.#failures[model]?.({
      response,
      clock: this.#clock,
      attempt: this.received.filter((other) => other.model === model).length,
      head: (headers = {}) => response.writeHead(200, { "Content-Type": "text/event-stream", ...headers }).flushHeaders(),
      token: (content) => {
        this.tokensSent++;
        write({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
      },
      end: (reason) => void write({ choices: [{ index: 0, delta: {}, finish_reason: reason }] }),
      hold: () => {
        isOpen = true;
        this.openConnections++;
      },
    });
  }
}
