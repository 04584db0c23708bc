// @ts-check
/**
 * This server beside llama.cpp's own, on one GGUF file with the same threads, in turns. Ratios carry from machine to machine, times do not.
 *   node bench/compare-llama-server.mjs MODEL.gguf [--python PYTHON] [--threads 1] [--rounds 3] [--json FILE]
 * PYTHON needs the package xllamacpp.
 */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: "string", default: "python3" },
    threads: { type: "string", default: "1" },
    rounds: { type: "string", default: "3" },
    json: { type: "string" },
  },
});
const [model] = positionals;
if (!model) throw new Error("Name a GGUF file.");
const threads = Number(values.threads);
const PARALLEL = 8;
const CONTEXT = 4096;
const TOKENS = 96;
const name =
  model
    .split("/")
    .at(-1)
    ?.replace(/\.gguf$/u, "") ?? "";
const here = fileURLToPath(new URL(".", import.meta.url));

/** @param {string[]} command @param {string} url */
async function start(command, url) {
  const [program = "", ...words] = command;
  const child = spawn(program, words, { stdio: ["ignore", "ignore", "ignore"] });
  for (let tries = 0; tries < 600; tries++) {
    const response = await fetch(`${url}/health`).catch(() => null);
    if (response?.ok) return { url, child };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${program} did not come up.`);
}

/** Streams a chat answer. @param {string} url @param {string} content @param {number} maxTokens @param {AbortSignal} [signal] */
async function answer(url, content, maxTokens, signal) {
  const begun = performance.now();
  /** @type {number[]} */
  const times = [];
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    // A connection of its own each time: llama-server closes those that it kept, also under a request that comes just then.
    headers: { "Content-Type": "application/json", Connection: "close" },
    body: JSON.stringify({
      model: name,
      messages: [{ role: "user", content }],
      max_tokens: maxTokens,
      temperature: 0,
      top_k: 1,
      stream: true,
      stream_options: { include_usage: true },
    }),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  let rest = "";
  let tokens = 0;
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body) {
      rest += decoder.decode(chunk, { stream: true });
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (!line.startsWith("data: {")) continue;
        const data = JSON.parse(line.slice(6));
        if (data.choices?.[0]?.delta?.content) times.push(performance.now() - begun);
        if (data.usage) tokens = data.usage.completion_tokens;
      }
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  return { times, tokens, firstMs: times[0] ?? Number.NaN, totalMs: performance.now() - begun };
}

const topics = ["a river", "a mill", "a storm", "a garden", "a train", "an island", "a clock", "a market", "a bridge"];
let asked = 0;
const question = () =>
  `Story ${asked++}: please tell me a long and detailed story about ${topics[asked % topics.length]}, and about the people who live near it and what they do all day.`;
/** @param {number[]} list @param {number} share */
const quantile = (list, share) =>
  list.toSorted((one, other) => one - other)[Math.min(list.length - 1, Math.floor(share * list.length))] ?? Number.NaN;
const median = (/** @type {number[]} */ list) => quantile(list, 0.5);

/** @param {string} url @param {number} users */
async function load(url, users) {
  const begun = performance.now();
  const answers = await Promise.all(Array.from({ length: users }, () => answer(url, question(), TOKENS)));
  const seconds = (performance.now() - begun) / 1000;
  return { rate: answers.reduce((sum, { tokens }) => sum + tokens, 0) / seconds, firstMs: median(answers.map(({ firstMs }) => firstMs)) };
}

/** Gaps between the tokens of four streams while a long prompt is read. @param {string} url */
async function gaps(url) {
  const abort = new AbortController();
  const streams = Promise.all(Array.from({ length: 4 }, () => answer(url, question(), 1500, abort.signal)));
  // Told where it is awaited.
  streams.catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const long = await answer(url, `${asked++} ${"The old miller walked along the river and counted the boats. ".repeat(250)}`, 1);
  const seconds = long.totalMs;
  abort.abort();
  const ended = await streams;
  const all = ended.flatMap(({ times, totalMs }) => {
    const during = times.filter((time) => time > totalMs - seconds);
    return during.slice(1).map((time, index) => time - (during[index] ?? time));
  });
  return { p95: quantile(all, 0.95), max: Math.max(...all), seconds: seconds / 1000 };
}

/** Seconds of processor time of a process and its children. @param {number | undefined} pid @returns {number} */
function processorSeconds(pid) {
  if (pid === undefined) return Number.NaN;
  const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ").slice(11, 13).map(Number) ?? [];
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  return children.reduce((sum, child) => sum + processorSeconds(Number(child)), (user + system) / 100);
}

/** Bytes of a process and its children. @param {number | undefined} pid @returns {number} */
function residentBytes(pid) {
  if (pid === undefined) return Number.NaN;
  const own = Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  return children.reduce((sum, child) => sum + residentBytes(Number(child)), own);
}

const servers = {
  ours: await start(
    [
      process.execPath,
      `${here}../dist/cli/main.js`,
      "serve",
      model,
      "--port",
      "8191",
      "--parallel",
      `${PARALLEL}`,
      "--context",
      `${CONTEXT}`,
      "--threads",
      `${threads}`,
    ],
    "http://127.0.0.1:8191",
  ),
  peer: await start(
    [
      values.python,
      `${here}llama-server.py`,
      "--model",
      model,
      "--port",
      "8192",
      "--threads",
      `${threads}`,
      "--parallel",
      `${PARALLEL}`,
      "--ctx-size",
      `${PARALLEL * CONTEXT}`,
      "--cache-ram",
      "0",
    ],
    "http://127.0.0.1:8192",
  ),
};
/** @type {Record<string, { ours: number[], peer: number[] }>} */
const rows = {};
/** @param {string} row @param {"ours" | "peer"} side @param {number} value */
const put = (row, side, value) => (rows[row] ??= { ours: [], peer: [] })[side].push(value);
try {
  for (const side of /** @type {const} */ (["ours", "peer"])) await load(servers[side].url, PARALLEL);
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const side of /** @type {const} */ (["ours", "peer"])) {
      for (const users of [1, PARALLEL]) {
        const before = processorSeconds(servers[side].child.pid);
        const { rate, firstMs } = await load(servers[side].url, users);
        put(
          `processor ms per token, ${users} users`,
          side,
          (1000 * (processorSeconds(servers[side].child.pid) - before)) / (users * TOKENS),
        );
        put(`tokens/s, ${users} users`, side, rate);
        put(`first token ms, ${users} users`, side, firstMs);
      }
      const { p95, max, seconds } = await gaps(servers[side].url);
      put("gap p95 ms during a long prompt", side, p95);
      put("gap max ms during a long prompt", side, max);
      put("long prompt s", side, seconds);
    }
  }
  for (const side of /** @type {const} */ (["ours", "peer"])) put("resident MB", side, residentBytes(servers[side].child.pid) / 1e6);
} finally {
  for (const { child } of Object.values(servers)) child.kill("SIGTERM");
}
const table = Object.entries(rows).map(([row, { ours, peer }]) => ({
  row,
  ours: median(ours),
  "llama-server": median(peer),
  ratio: median(ours) / median(peer),
}));
console.table(
  table.map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === "number" ? Number(value.toFixed(2)) : value])),
  ),
);
if (values.json)
  writeFileSync(values.json, JSON.stringify({ model: name, threads, parallel: PARALLEL, context: CONTEXT, tokens: TOKENS, rows }, null, 2));
process.exit(0);
