// @ts-check
/**
 * Records when each chunk of real answers came, two models at a time as in a battle: what the leak test of pacing plays again.
 *   node bench/record-traces.mjs ONE.gguf OTHER.gguf > test/pacing/recorded.jsonl
 */
import { basename } from "node:path";
import { createWorkerPool } from "../dist/index.js";

const paths = process.argv.slice(2);
if (paths.length !== 2) throw new Error("Name two GGUF files.");
const topics = [
  "a river",
  "the sea",
  "bread",
  "a train",
  "winter",
  "bees",
  "the moon",
  "a garden",
  "music",
  "a market",
  "rain",
  "an old clock",
];
const pool = createWorkerPool({
  models: paths.map((path) => {
    const id = basename(path, ".gguf");
    return { id, name: id, kind: "instruct", path, bytes: 0, sha256: "", promptFormat: null };
  }),
  sequences: 1,
  contextTokens: 1024,
  threads: 1,
});
await pool.whenReady();

/** @param {string} id @param {string} prompt @returns {Promise<[number, string][]>} */
async function record(id, prompt) {
  /** @type {[number, string][]} */
  const trace = [];
  let before = performance.now();
  const request = { prompt, maxTokens: 110, temperature: 0.7, topP: 0.95, topK: 40, seed: 1, timeoutMs: 120_000 };
  for await (const event of pool.generate(id, request)) {
    if (event.type !== "text-delta") continue;
    trace.push([Math.round(10 * (performance.now() - before)) / 10, event.text]);
    before = performance.now();
  }
  return trace;
}

for (const topic of topics) {
  const prompt = `This is a long story about ${topic}, told with many details. Once upon a time`;
  const answers = [...pool.states().keys()].map(async (model) => ({ model, trace: await record(model, prompt) }));
  for (const answer of await Promise.all(answers)) process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await pool.close();
