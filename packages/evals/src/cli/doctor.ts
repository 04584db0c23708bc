import { checkModel } from "../doctor/check-model.ts";
import { EvalError } from "../errors.ts";
import { openModel } from "../scoring/open-model.ts";
import { parseCommand, wholeNumber } from "./command.ts";

const USAGE = `usage: llmlist-evals doctor <base URL | file.gguf> [--model NAME] [--max-length N] [--parallel 4] [--threads N]

  Says whether a server's log-probabilities, its beginning of sequence, the boundary of tokens, long prompts, batches and greedy answers are right.
  Ends with status 1 where something is wrong.`;

const MARKS = { ok: "ok   ", wrong: "WRONG", note: "note " } as const;

/** Checks a model or its server, and prints what was found. */
export async function doctorCommand(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseCommand(argv, {
    model: { type: "string" },
    "max-length": { type: "string" },
    parallel: { type: "string" },
    threads: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) return console.log(USAGE);
  const [target, ...rest] = positionals;
  if (target === undefined || rest.length > 0) throw new EvalError("bad-input", `Name one base URL or GGUF file.\n${USAGE}`);
  const { model, maxLength } = await openModel(target, {
    name: values.model,
    maxLength: wholeNumber(values["max-length"], "max-length", 64),
    parallel: wholeNumber(values.parallel, "parallel", 1, 256),
    threads: wholeNumber(values.threads, "threads", 1, 1024),
    apiKey: process.env.OPENAI_API_KEY,
  });
  try {
    const findings = await checkModel(model, maxLength, new AbortController().signal);
    for (const { check, outcome, sentence } of findings) console.log(`${MARKS[outcome]} ${check}: ${sentence}.`.replace(/\.\.$/u, "."));
    if (findings.some(({ outcome }) => outcome === "wrong")) process.exitCode = 1;
  } finally {
    await model.close();
  }
}
