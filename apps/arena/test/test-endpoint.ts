import { listen } from "@llmlist/inference/server";
import { createScriptedEngine, type ScriptedModel } from "@llmlist/inference/testing";

/** An OpenAI-compatible server over scripted models, which keeps its port while it is stopped. */
export interface TestEndpoint {
  readonly port: string;
  /** The `endpoint` of a contestant in `arena.config.json`. */
  of(model: string): { baseUrl: string; model: string };
  stop(): Promise<void>;
  /** Listens again after `stop`. */
  start(): Promise<void>;
}

/** Starts an endpoint on a free port. */
export async function startTestEndpoint(models: Readonly<Record<string, ScriptedModel>>): Promise<TestEndpoint> {
  const engine = createScriptedEngine({ models, sequences: 4 });
  const open = (port: number) => listen(engine, { port, host: "127.0.0.1", limits: { timeoutMs: 30_000 }, log: () => {} });
  let server = await open(0);
  const { url } = server;
  const { port } = new URL(url);
  return {
    port,
    of: (model) => ({ baseUrl: `${url}/v1`, model }),
    stop: () => server.close(),
    async start() {
      server = await open(Number(port));
    },
  };
}
