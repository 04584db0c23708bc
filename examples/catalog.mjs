// How much memory do models of 8 billion parameters take with a context of 8,192 tokens, and what does a source say of their training?
import { estimateMemory, getModel } from "@llmlist/catalog";
import { sourceOf } from "@llmlist/catalog/provenance";

for (const model of [getModel("meta/llama-2-7b"), getModel("meta/llama-3-8b"), getModel("meta/llama-3.1-8b")]) {
  const memory = estimateMemory(model, { quantization: "Q4_K_M", context: 8192 });
  console.log(`${model.name}: ${memory.known ? `${(memory.total / 1e9).toFixed(1)} GB` : memory.reason}`);
}
console.log(`Llama 3.1 8B: "${sourceOf("meta/llama-3.1-8b", "pretraining.tokens")?.quote}"`);

// prints:
// Llama 2 7B: 8.4 GB
// Llama 3 8B: 6.0 GB
// Llama 3.1 8B: 6.0 GB
// Llama 3.1 8B: "15T+"
