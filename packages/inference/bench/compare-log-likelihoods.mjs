// @ts-check
/**
 * Log-probabilities beside those of transformers (every token of some texts) and of llama.cpp's own server (the ten likeliest next tokens).
 *   node bench/compare-log-likelihoods.mjs MODEL.gguf [--transformers PYTHON] [--llama-server PYTHON]
 * The first PYTHON needs torch, transformers and gguf; the second xllamacpp.
 */
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createWorkerPool } from "../dist/index.js";
import { readGguf } from "../dist/models/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { transformers: { type: "string" }, "llama-server": { type: "string" } },
});
const [path] = positionals;
if (!path) throw new Error("Name a GGUF file.");
await readGguf(path);
const here = fileURLToPath(new URL(".", import.meta.url));
const texts = [
  "The capital of France is Paris, and the capital of Italy is Rome.",
  "def add(one, other):\n    return one + other\n",
  "In the beginning the river was small. Then it grew, and people came to live near it, built a mill, and sold bread to all who passed.",
  "数学是研究数量、结构以及空间等概念的一门学科。",
  "1, 2, 3, 5, 8, 13, 21, 34, 55, 89",
];
const limits = { timeoutMs: 600_000 };
const pool = createWorkerPool({
  models: [{ id: "model", name: "model", kind: "base", path, bytes: 0, sha256: "", promptFormat: null }],
  sequences: 1,
  contextTokens: 512,
  threads: 1,
});
await pool.whenReady();
const ours = [];
for (const prompt of texts) ours.push(await pool.logLikelihood("model", { prompt, top: 10, ...limits }));

/** @param {string} name @param {number[]} differences */
function report(name, differences) {
  const sorted = differences.map(Math.abs).toSorted((one, other) => one - other);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const at = (/** @type {number} */ share) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN).toFixed(4);
  console.log(
    `${name}: ${sorted.length} tokens, mean difference ${mean.toFixed(4)}, median ${at(0.5)}, 95 % within ${at(0.95)}, largest ${at(1)} nats`,
  );
}

if (values.transformers) {
  const tokens = ours.map((text) => text.tokens.map(({ token }) => token));
  const { stdout, stderr, status } = spawnSync(values.transformers, [`${here}log-likelihoods.py`, path], {
    input: JSON.stringify(tokens),
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(stderr);
  const theirs = /** @type {number[][]} */ (JSON.parse(stdout));
  report(
    "transformers, float32",
    ours.flatMap((text, index) =>
      text.tokens.slice(1).map(({ logProbability }, position) => (logProbability ?? 0) - (theirs[index]?.[position] ?? Number.NaN)),
    ),
  );
}

if (values["llama-server"]) {
  const url = "http://127.0.0.1:8193";
  const words = ["--model", path, "--port", "8193", "--threads", "1", "--parallel", "1", "--ctx-size", "512", "--cache-ram", "0"];
  const child = spawn(values["llama-server"], [`${here}llama-server.py`, ...words], { stdio: "ignore" });
  try {
    while (!(await fetch(`${url}/health`).catch(() => null))?.ok) await new Promise((resolve) => setTimeout(resolve, 100));
    const differences = [];
    let untold = 0;
    for (const text of ours) {
      for (let position = 1; position < text.tokens.length; position += 3) {
        const response = await fetch(`${url}/completion`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({
            prompt: text.tokens.slice(0, position).map(({ token }) => token),
            n_predict: 1,
            n_probs: 10,
            cache_prompt: false,
          }),
        });
        const { completion_probabilities: [next] = [] } = await response.json();
        if (!next) untold++;
        for (const { id, logprob } of next?.top_logprobs ?? []) {
          const same = text.tokens[position]?.top.find(({ token }) => token === id);
          if (same) differences.push(same.logProbability - logprob);
        }
      }
    }
    report("llama-server, n_probs", differences);
    if (untold > 0) console.log(`It told no probabilities of ${untold} places, where it drew half a character or the end.`);
  } finally {
    child.kill();
  }
}
await pool.close();
