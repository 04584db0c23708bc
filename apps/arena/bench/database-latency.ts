/* oxlint-disable no-console -- a program for the terminal */
// node --import tsx bench/database-latency.ts [votes] [seconds] [rounds]
// How long a trivial page of the server takes while the embedded database is busy, for each way to run that database; in apps/arena.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { countPairs } from "../src/features/leaderboard/server/count-pairs";
import type { Database } from "../src/server/db/database";
import { session } from "../src/server/db/schema";
import { seedVotes } from "./seed-votes";
import { ways } from "./ways";

const [votes = 200_000, seconds = 8, rounds = 2] = process.argv.slice(2).map(Number);
const WRITERS = 8;
const PAUSE_MS = 500;

interface Done {
  counts: number;
  inserts: number;
  slowestInsertMs: number;
}

/** The work of a busy arena: counts over all votes half a second apart, and eight writers of single rows, as fast as they are served. */
async function work(db: Database, isOver: () => boolean): Promise<Done> {
  const done: Done = { counts: 0, inserts: 0, slowestInsertMs: 0 };
  async function count() {
    while (!isOver()) {
      await countPairs(db);
      done.counts++;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  async function write() {
    while (!isOver()) {
      const from = performance.now();
      await db.insert(session).values({ id: randomUUID() });
      done.slowestInsertMs = Math.max(done.slowestInsertMs, performance.now() - from);
      done.inserts++;
    }
  }
  await Promise.all([count(), ...Array.from({ length: WRITERS }, write)]);
  return done;
}

async function latencies(during: () => Promise<void>): Promise<number[]> {
  const server = createServer((_, response) => response.end("ok")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = new Worker(new URL("asking-client.mjs", import.meta.url), { workerData: `http://127.0.0.1:${port}/`, execArgv: [] });
  await during();
  client.postMessage("enough");
  const [all] = (await once(client, "message")) as [number[]];
  await client.terminate();
  server.close();
  return all.toSorted((x, y) => x - y);
}

const mb = (bytes: number) => Math.round(bytes / 1e6);
const at = (sorted: readonly number[], share: number) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);

async function measure(name: keyof typeof ways, seeded: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), `llmlist-bench-`));
  cpSync(seeded, folder, { recursive: true });
  const way = await ways[name](folder);
  let done: Done = { counts: 0, inserts: 0, slowestInsertMs: 0 };
  const sorted = await latencies(async () => {
    const end = performance.now() + seconds * 1000;
    done = await work(way.db, () => performance.now() > end);
  });
  const row = { here: mb(process.memoryUsage().rss), elsewhere: mb(way.memoryElsewhere()) };
  console.log(
    `| ${name} | ${sorted.length} | ${[0.5, 0.95, 0.99, 1].map((share) => at(sorted, share)).join(" | ")} | ${done.counts} | ${done.inserts} | ` +
      `${done.slowestInsertMs.toFixed(0)} | ${row.here} | ${row.elsewhere} |`,
  );
  await way.close();
  rmSync(folder, { recursive: true });
}

const only = process.env.BENCH_WAY;
if (only) {
  await measure(only as keyof typeof ways, process.env.BENCH_SEEDED ?? "");
} else {
  const { spawnSync } = await import("node:child_process");
  const seeded = join(tmpdir(), `llmlist-bench-${votes}-votes`);
  if (!existsSync(seeded)) await seedVotes(seeded, votes);
  console.log(
    "| database in | requests | p50 ms | p95 | p99 | max | counts | inserts | slowest insert ms | RSS of the server MB | of the database's process MB |",
  );
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  // Each in a process of its own, so that no memory is counted twice; interleaved, so that the load of the machine meets all alike.
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(ways)) {
      spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
        stdio: "inherit",
        env: { ...process.env, BENCH_WAY: name, BENCH_SEEDED: seeded },
      });
    }
  }
}
