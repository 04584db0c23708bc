// @ts-check
/**
 * The worker pool beside node-llama-cpp used directly, in the same process as the server: eight chat sessions at once on one context.
 *   node bench/compare-naive.mjs MODEL.gguf [--threads 1] [--rounds 3]
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { getLlama, LlamaChatSession, LlamaLogLevel } from "node-llama-cpp";
import { createWorkerPool } from "../dist/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { threads: { type: "string", default: "1" }, rounds: { type: "string", default: "3" } },
});
const [path] = positionals;
if (!path) throw new Error("Name a GGUF file.");
const threads = Number(values.threads);
const USERS = 8;
const TOKENS = 96;
const topics = ["a river", "a mill", "a storm", "a garden", "a train", "an island", "a clock", "a market"];
let asked = 0;
/** A new one each time, so that no side finds it in memory. @param {number} user */
const question = (user) =>
  `Story ${asked++}: please tell me a long and detailed story about ${topics[user]}, and about the people who live near it.`;
const median = (/** @type {number[]} */ list) => list.toSorted((one, other) => one - other)[Math.floor(list.length / 2)] ?? Number.NaN;

/** @param {(user: number, onText: () => void) => Promise<number>} answer */
async function measure(answer) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  /** @type {number[]} */
  const firsts = [];
  const counts = await Promise.all(
    topics.map((_, user) => {
      let isFirst = true;
      return answer(user, () => {
        if (isFirst) firsts.push(performance.now() - begun);
        isFirst = false;
      });
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  delay.disable();
  return {
    "tokens/s": counts.reduce((sum, count) => sum + count, 0) / seconds,
    "first token ms": median(firsts),
    "event loop p99 ms": delay.percentile(99) / 1e6,
  };
}

const pool = createWorkerPool({
  models: [{ id: "model", name: "model", kind: "instruct", path, bytes: 0, sha256: "", promptFormat: { type: "template" } }],
  sequences: USERS,
  contextTokens: 1024,
  threads,
});
await pool.whenReady();
const sampling = { maxTokens: TOKENS, temperature: 0, topP: 1, topK: 1, seed: 1, timeoutMs: 600_000 };
const ours = () =>
  measure(async (user, onText) => {
    for await (const event of pool.generate("model", {
      messages: [{ role: "user", content: question(user) }],
      systemPrompt: "",
      ...sampling,
    })) {
      if (event.type === "text-delta") onText();
      if (event.type === "generation-end") return event.outputTokens ?? 0;
    }
    return 0;
  });

const llama = await getLlama({ build: "never", maxThreads: threads, logLevel: LlamaLogLevel.error });
const model = await llama.loadModel({ modelPath: path });
const context = await model.createContext({ sequences: USERS, contextSize: 1024, threads });
const sequences = topics.map(() => context.getSequence());
const naive = () =>
  measure(async (user, onText) => {
    const contextSequence = sequences[user];
    if (!contextSequence) return 0;
    const session = new LlamaChatSession({ contextSequence, systemPrompt: "" });
    let tokens = 0;
    await session.prompt(question(user), {
      maxTokens: TOKENS,
      temperature: 0,
      onToken(chunk) {
        tokens += chunk.length;
        onText();
      },
    });
    session.dispose({ disposeSequence: false });
    await contextSequence.clearHistory();
    return tokens;
  });

/** @type {Record<string, { ours: number[], naive: number[] }>} */
const rows = {};
for (let round = 0; round <= Number(values.rounds); round++) {
  for (const [side, run] of /** @type {const} */ ([
    ["ours", ours],
    ["naive", naive],
  ])) {
    for (const [row, value] of Object.entries(await run())) if (round > 0) (rows[row] ??= { ours: [], naive: [] })[side].push(value);
  }
}
console.table(
  Object.fromEntries(
    Object.entries(rows).map(([row, sides]) => {
      const [one, other] = [median(sides.ours), median(sides.naive)];
      return [row, { ours: Number(one.toFixed(2)), naive: Number(other.toFixed(2)), ratio: Number((one / other).toFixed(2)) }];
    }),
  ),
);
await pool.close();
process.exit(0);
