// Streams an answer of a bundled model from a worker process, with the record of what made it.
import { createWorkerPool } from "@llmlist/inference";
import { pocketModels } from "@llmlist/pocket-models";

const models = pocketModels.filter(({ id }) => id === "pocket-5m-2611-q8_0");
const pool = createWorkerPool({ models, sequences: 1, contextTokens: 512, threads: 1, device: "cpu" });
const request = {
  messages: [{ role: "user", content: "Who made Llama 3.1 8B?" }],
  systemPrompt: "",
  maxTokens: 60,
  temperature: 0,
  topP: 1,
  topK: 0,
  seed: 1,
  timeoutMs: 60_000,
};
for await (const event of pool.generate("pocket-5m-2611-q8_0", request)) {
  if (event.type === "text-delta") process.stdout.write(event.text);
  else if (event.type === "generation-end") console.log(`\n[${event.reason}, ${event.promptTokens} tokens read]`);
}
await pool.close();

// prints:
// Llama 3.1 8B was made by Meta.
// [stop, 13 tokens read]
