import { type Server } from "node:http";
import { serve } from "@hono/node-server";
import type { Engine } from "../engine/engine.ts";
import { createServerApp, type ServerOptions } from "./app.ts";

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  /** Stops taking requests and ends those that run. */
  close(): Promise<void>;
}

/**
 * Serves an engine over HTTP.
 *
 * @param port 0 takes any free one; `url` tells it.
 * @throws Error of the operating system where the port cannot be had.
 */
export function listen(engine: Engine, { port, host, ...options }: ServerOptions & { port: number; host: string }): Promise<RunningServer> {
  const app = createServerApp(engine, options);
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: host }, (address) => {
      resolve({
        url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    }) as Server;
    server.once("error", reject);
  });
}
