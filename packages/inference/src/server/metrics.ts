import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Engine } from "../engine/engine.ts";

export type Metrics = ReturnType<typeof createMetrics>;

/** Figures of a server in Prometheus' text format; those of the models are read when they are asked for. */
export function createMetrics(engine: Engine) {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: "llmlist_requests_total",
    help: "Requests, by route and status.",
    labelNames: ["route", "status"],
    registers,
  });
  const seconds = new Histogram({
    name: "llmlist_request_seconds",
    help: "Seconds from a request to its whole response.",
    labelNames: ["route"],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 600],
    registers,
  });
  const perModel = (
    name: string,
    help: string,
    read: (stats: ReturnType<Engine["stats"]> extends ReadonlyMap<string, infer Stats> ? Stats : never) => number | null,
  ) =>
    new Gauge({
      name,
      help,
      labelNames: ["model"],
      registers,
      collect() {
        for (const [model, stats] of engine.stats()) {
          const value = read(stats);
          if (value !== null) this.set({ model }, value);
        }
      },
    });
  perModel("llmlist_model_ready", "1 where the model answers.", ({ state }) => (state === "ready" ? 1 : 0));
  perModel("llmlist_active_requests", "Requests that are being answered.", ({ active }) => active);
  perModel("llmlist_waiting_requests", "Requests in the queue.", ({ waiting }) => waiting);
  perModel("llmlist_prompt_tokens", "Tokens of all prompts since the start.", ({ promptTokens }) => promptTokens);
  perModel("llmlist_output_tokens", "Tokens written since the start.", ({ outputTokens }) => outputTokens);
  perModel("llmlist_resident_bytes", "Memory of the model's process.", ({ residentBytes }) => residentBytes);
  perModel("llmlist_worker_restarts", "How often the model's process was started again.", ({ restarts }) => restarts);
  return { registry, requests, seconds };
}
