import { parseArgs } from "node:util";
import type { LocalModel } from "../models/local-model.ts";
import { InferenceError } from "../engine/errors.ts";
import { planMemory } from "../models/memory-plan.ts";
import { type GgufHeader, type GgufTensorInfo, ModelFileError, modelsFolder, problemOfModel, readGguf } from "../models/index.ts";
import { tryModel } from "../local/try-model.ts";
import { deviceOptions, deviceSettings, deviceUsage, wholeNumber } from "./arguments.ts";

const USAGE = `usage: llmlist-inference inspect <file.gguf> [options]

  --parallel 1        conversations that memory is planned for
  --json              everything, also each tensor and the chat template, as JSON
  --no-trial          only read the header
${deviceUsage}`;

const CONTEXTS = [2048, 4096, 8192, 32_768, 131_072];

/** Says what a file is, what memory it would take, and whether it passes its trial. */
export async function inspectCommand(argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    allowNegative: true,
    options: {
      parallel: { type: "string" },
      json: { type: "boolean" },
      trial: { type: "boolean", default: true },
      ...deviceOptions,
      help: { type: "boolean", short: "h" },
    },
  });
  const [path] = positionals;
  if (values.help) return console.log(USAGE);
  if (path === undefined) throw new InferenceError("bad-request", `Name a GGUF file to inspect.\n${USAGE}`);
  const sequences = wholeNumber(values.parallel, "parallel", 1, 256) ?? 1;
  const header = await readGguf(path);
  const contexts = CONTEXTS.filter((tokens) => tokens <= (header.contextLength ?? 0));
  const memory = contexts.map((contextTokens) => ({ contextTokens, sequences, ...planMemory(header, { sequences, contextTokens }) }));
  const promptFormat: LocalModel["promptFormat"] = header.chatTemplate === null ? null : { type: "template" };
  const verdict = await verdictOf(header, values.trial, () =>
    tryModel({ path, promptFormat, ...deviceSettings(values) }, { folder: modelsFolder() }),
  );
  console.log(
    values.json ? JSON.stringify({ file: path, ...header, memory, verdict }, null, 2) : table(path, header, memory, verdict.sentence),
  );
  if (verdict.usable === false) process.exitCode = 1;
}

interface Verdict {
  /** Null: not tried. */
  readonly usable: boolean | null;
  readonly sentence: string;
}

async function verdictOf(header: GgufHeader, isTried: boolean, trial: () => Promise<number | null>): Promise<Verdict> {
  const problem = problemOfModel(header);
  if (problem !== null) return { usable: false, sentence: `it cannot be used: ${problem}` };
  if (!isTried) return { usable: null, sentence: "it was not tried" };
  try {
    const milliseconds = await trial();
    return { usable: true, sentence: milliseconds === null ? "it passed its trial before" : `it passed its trial in ${milliseconds} ms` };
  } catch (error) {
    if (InferenceError.isInstance(error) || ModelFileError.isInstance(error)) return { usable: false, sentence: error.message };
    throw error;
  }
}

type Plan = ReturnType<typeof planMemory> & { readonly contextTokens: number; readonly sequences: number };

function table(path: string, header: GgufHeader, memory: readonly Plan[], verdict: string): string {
  const { headCount, keyValueHeadCount, chatTemplate, slidingWindow, expertCount } = header;
  const facts: readonly (readonly [string, string | number | null])[] = [
    ["file", path],
    ["name", header.name],
    ["architecture", header.architecture],
    ["quantization", header.quantization],
    ["parameters", header.parameters.toLocaleString("en")],
    ["context", header.contextLength && `${header.contextLength} tokens`],
    ["blocks", header.blockCount],
    ["embedding, feed-forward", header.embeddingLength && `${header.embeddingLength}, ${header.feedForwardLength}`],
    ["heads, key-value heads", headCount.length === 0 ? null : `${ranges(headCount)}, ${ranges(keyValueHeadCount)}`],
    ["sliding window", slidingWindow && `${slidingWindow} tokens`],
    ["experts", expertCount],
    ["tokenizer", header.tokenizer && `${header.tokenizer}, ${header.vocabularySize} tokens`],
    ["chat template", chatTemplate === null ? "none" : `${chatTemplate.length} characters`],
    ["tensors", `${header.tensors.length}: ${formats(header.tensors)}`],
    ["weights", megabytes(header.weightBytes)],
    ...memory.map(
      ({ contextTokens, sequences, conversationBytes, totalBytes }) =>
        [
          `memory, ${sequences} x ${contextTokens}`,
          `${megabytes(totalBytes)}, of it ${megabytes(conversationBytes)} for conversations`,
        ] as const,
    ),
    ["verdict", verdict],
  ];
  const shown = facts.filter(([, value]) => value !== null);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const ranges = (counts: readonly number[]): string =>
  new Set(counts).size > 1 ? `${Math.min(...counts)} to ${Math.max(...counts)}` : `${counts[0] ?? "?"}`;

/** Tensors by the format of their weights, the largest share first. */
function formats(tensors: readonly GgufTensorInfo[]): string {
  const bytes = new Map<string, number>();
  for (const tensor of tensors) bytes.set(tensor.type, (bytes.get(tensor.type) ?? 0) + tensor.bytes);
  const sorted = [...bytes].toSorted(([, one], [, other]) => other - one);
  return sorted.map(([type, sum]) => `${type} ${megabytes(sum)}`).join(", ");
}
