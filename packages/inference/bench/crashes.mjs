// @ts-check
/**
 * Runs test/crashes.test.ts with many rounds of each crash, and prints what was counted.
 *   node bench/crashes.mjs [--rounds 50]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "50" } } });
const outputFile = join(mkdtempSync(join(tmpdir(), "llmlist-crashes-")), "report.json");
const root = fileURLToPath(new URL("../../..", import.meta.url));
const vitest = ["vitest", "run", "--project", "inference", "packages/inference/test/crashes.test.ts"];
const { status, error } = spawnSync("npx", [...vitest, "--reporter=json", `--outputFile=${outputFile}`], {
  cwd: root,
  env: { ...process.env, NODE_ENV: "test", LLMLIST_CRASH_ROUNDS: values.rounds },
  stdio: ["ignore", "ignore", "inherit"],
});
if (error) throw error;
const { testResults } = JSON.parse(readFileSync(outputFile, "utf8"));
/** @type {{ title: string, status: string, meta: { counts?: Record<string, number> }, failureMessages: string[] }[]} */
const results = testResults[0].assertionResults;
console.table(
  Object.fromEntries(results.map(({ title, status: outcome, meta }) => [title.split(": ").at(-1), { ...meta.counts, outcome }])),
);
for (const { failureMessages } of results) for (const message of failureMessages) console.error(message);
process.exitCode = status ?? 1;
