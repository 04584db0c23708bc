// @ts-check
/**
 * Many short conversations through one pool: memory of the worker and of this process must stay flat.
 *   node --expose-gc bench/soak.mjs MODEL.gguf [--conversations 1000] [--threads 1]
 */
import { parseArgs } from "node:util";
import { createWorkerPool } from "../dist/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { conversations: { type: "string", default: "1000" }, threads: { type: "string", default: "1" } },
});
const [path] = positionals;
if (!path) throw new Error("Name a GGUF file.");
const USERS = 8;
const conversations = Number(values.conversations);
const topics = ["a river", "a mill", "a storm", "a garden", "a train", "an island", "a clock", "a market"];
const marks = new Set([USERS, ...[0.1, 0.3, 0.6, 1].map((share) => Math.round(share * conversations))]);

const pool = createWorkerPool({
  models: [{ id: "model", name: "model", kind: "instruct", path, bytes: 0, sha256: "", promptFormat: { type: "template" } }],
  sequences: 4,
  contextTokens: 1024,
  threads: Number(values.threads),
});
await pool.whenReady();

/** @param {{ role: "user" | "assistant", content: string }[]} messages @param {number} seed */
async function turn(messages, seed) {
  let text = "";
  const request = { messages, systemPrompt: "", maxTokens: 12, temperature: 0.7, topP: 0.95, topK: 40, seed, timeoutMs: 120_000 };
  for await (const event of pool.generate("model", request)) {
    if (event.type === "text-delta") text += event.text;
    if (event.type === "generation-end") tokens += event.outputTokens ?? 0;
  }
  return text;
}

/** Two turns; each seventh is left in mid-answer, as by a reader who goes. @param {number} index */
async function converse(index) {
  const asked = {
    role: /** @type {const} */ ("user"),
    content: `Number ${index}: one sentence about ${topics[index % topics.length]}, please.`,
  };
  if (index % 7 === 0) {
    const request = { messages: [asked], systemPrompt: "", maxTokens: 200, temperature: 0, topP: 1, topK: 0, seed: 1, timeoutMs: 120_000 };
    for await (const event of pool.generate("model", request)) if (event.type === "text-delta") return;
    return;
  }
  const text = await turn([asked], index);
  await turn([asked, { role: "assistant", content: text }, { role: "user", content: "And another one?" }], index);
}

const MIB = 2 ** 20;
let tokens = 0;
let next = 0;
let done = 0;
const begun = performance.now();
/** @type {Record<string, Record<string, number>>} */
const rows = {};
function measure() {
  globalThis.gc?.();
  const { residentBytes, active, waiting } = pool.stats().get("model") ?? {};
  const { rss, heapUsed } = process.memoryUsage();
  rows[`${done}`] = {
    "worker MiB": Math.round((residentBytes ?? Number.NaN) / MIB),
    "parent MiB": Math.round(rss / MIB),
    "parent heap MiB": Number((heapUsed / MIB).toFixed(1)),
    active: active ?? Number.NaN,
    waiting: waiting ?? Number.NaN,
    tokens,
    seconds: Math.round((performance.now() - begun) / 1000),
  };
}
async function user() {
  while (next < conversations) {
    await converse(next++);
    done++;
    if (marks.has(done)) measure();
  }
}
await Promise.all(Array.from({ length: USERS }, user));
console.table(rows);
await pool.close();
