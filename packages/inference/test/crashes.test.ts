import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { defaultModels } from "../src/models/default-models.ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { modelsFolder, pullArtifact } from "../src/models/index.ts";
import { listen, type RunningServer } from "../src/server/index.ts";
import { createWorkerPool, type WorkerPool } from "../src/local/worker-pool.ts";

/** How often each crash is caused; `bench/crashes.mjs` prints the table of many. */
const ROUNDS = Number(process.env.LLMLIST_CRASH_ROUNDS ?? 1);
const SILENCE_MS = 3_000;
const model = defaultModels[0]?.id ?? "";
const system = { role: "system", content: "You are a helpful assistant." };

/** No more memory than the process has now: the next allocation fails, as where a container's memory is used up. */
function takeMemoryAway(pid: number): void {
  const bytes = 1024 * Number(/VmSize:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  execFileSync("prlimit", [`--pid=${pid}`, `--as=${bytes}`]);
}
const isLinux = process.platform === "linux";
const crashes: readonly (readonly [string, (pid: number) => void])[] = [
  ["killed", (pid) => process.kill(pid, "SIGKILL")],
  ["aborted by an assertion", (pid) => process.kill(pid, "SIGABRT")],
  ["ended by a wrong address", (pid) => process.kill(pid, "SIGSEGV")],
  ...(isLinux ? [["out of memory", takeMemoryAway] as const] : []),
  ["stopped, and silent", (pid) => process.kill(pid, "SIGSTOP")],
];

describe("a server whose worker crashes in mid-answer", { timeout: 20_000 * ROUNDS + 60_000 }, () => {
  let pool: WorkerPool;
  let server: RunningServer;
  const unexpected: unknown[] = [];
  const gone: number[] = [];
  beforeAll(async () => {
    // With few heaps a worker finds all that an answer needs in memory that it has, and nothing fails.
    vi.stubEnv("MALLOC_ARENA_MAX", "16");
    const models = await Promise.all(defaultModels.slice(0, 1).map((artifact) => pullArtifact(artifact, { folder: modelsFolder() })));
    pool = createWorkerPool({ models, sequences: 4, contextTokens: 2048, threads: 1, silenceMs: SILENCE_MS });
    await pool.whenReady();
    const limits = { timeoutMs: 120_000 };
    server = await listen(pool, { port: 0, host: "127.0.0.1", limits, log: (error) => void unexpected.push(error) });
  }, 300_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.close();
    await pool.close();
    expect(unexpected).toEqual([]);
    expect(gone.filter(isAlive)).toEqual([]);
  });

  /** The text of a streamed answer and how it ended: `[DONE]`, or the code of the error. */
  async function ask(content: string, maxTokens: number, onText: () => void = () => {}) {
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ model, messages: [system, { role: "user", content }], max_tokens: maxTokens, temperature: 0, stream: true }),
    });
    let text = "";
    let end = "";
    for (const line of await linesOf(response, () => onText())) {
      const data = line.replace(/^data: /u, "");
      if (data === "[DONE]") end ||= data;
      else {
        const chunk = JSON.parse(data) as { error?: { code: string }; choices?: [{ delta: { content?: string } }] };
        end ||= chunk.error?.code ?? "";
        text += chunk.choices?.[0]?.delta.content ?? "";
      }
    }
    return { status: response.status, text, end };
  }

  it.for(crashes)("gives each caller a typed end and answers the next one: %s", async ([, crash], { task }) => {
    const counts = { rounds: 0, callers: 0, "typed ends": 0, "answered next": 0, "processes left": 0, "sequences left": 0 };
    Object.assign(task.meta, { counts });
    for (let round = 0; round < ROUNDS; round++) {
      const pid = pool.pids().get(model) ?? 0;
      gone.push(pid);
      let chunks = 0;
      const onText = () => {
        if (++chunks === 20) crash(pid);
      };
      const cut = await Promise.all(["river", "mill", "storm"].map((topic) => ask(`Tell me a long story about a ${topic}.`, 1500, onText)));
      counts.rounds++;
      counts.callers += cut.length;
      counts["typed ends"] += cut.filter(({ status, end }) => status === 200 && end === "worker-crashed").length;
      expect(cut.map(({ status, end }) => [status, end])).toEqual(Array.from({ length: 3 }, () => [200, "worker-crashed"]));
      expect(cut.every(({ text }) => text.length > 0)).toBe(true);
      const next = await ask("What is the capital of France?", 24);
      const after = pool.stats().get(model);
      counts["answered next"] += Number(next.end === "[DONE]");
      counts["processes left"] += Number(isAlive(pid));
      counts["sequences left"] += (after?.active ?? 0) + (after?.waiting ?? 0);
      expect(next).toMatchObject({ status: 200, end: "[DONE]" });
      expect(next.text).toContain("Paris");
      expect(after).toMatchObject({ state: "ready", active: 0, waiting: 0 });
      expect(isAlive(pid)).toBe(false);
    }
  });
});

async function linesOf(response: Response, onChunk: () => void): Promise<string[]> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    onChunk();
  }
  return text.split("\n").filter((line) => line.startsWith("data: "));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
