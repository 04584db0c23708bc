// The prompt of a benchmark's question, as LM Evaluation Harness writes it.
import { findTasks, prepareTask, requestLines } from "@llmlist/evals";

const rows = [
  {
    question: "What do bees make?",
    choices: { text: ["milk", "paper", "glass", "honey"], label: ["A", "B", "C", "D"] },
    answerKey: "D",
  },
];
const source = { load: async () => ({ rows, sha256: "", files: [], revision: null }) };
for (const task of findTasks(["arc_easy"], "harness").tasks)
  for (const line of requestLines(await prepareTask(task, source, { shots: 0 }))) console.log(line);

// prints:
// [0,0,"Question: What do bees make?\nAnswer:"," milk"]
// [0,1,"Question: What do bees make?\nAnswer:"," paper"]
// [0,2,"Question: What do bees make?\nAnswer:"," glass"]
// [0,3,"Question: What do bees make?\nAnswer:"," honey"]
