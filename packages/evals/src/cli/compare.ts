import { EvalError } from "../errors.ts";
import { comparisonText, compareResults } from "../results/compare.ts";
import { readResult } from "../results/read-result.ts";
import { parseCommand } from "./command.ts";

const USAGE = `usage: llmlist-evals compare <a.json> <b.json> [--json]

  Two results question by question: what a quantization costs, or how two modes differ. With the exact McNemar test.`;

/** Prints how two results differ. */
export function compareCommand(argv: readonly string[]): void {
  const { values, positionals } = parseCommand(argv, { json: { type: "boolean" }, help: { type: "boolean", short: "h" } });
  if (values.help) return console.log(USAGE);
  const [left, right, ...rest] = positionals;
  if (left === undefined || right === undefined || rest.length > 0) throw new EvalError("bad-input", `Name two results.\n${USAGE}`);
  const comparisons = compareResults(readResult(left), readResult(right));
  console.log(values.json ? JSON.stringify(comparisons, null, 1) : comparisonText(comparisons));
}
