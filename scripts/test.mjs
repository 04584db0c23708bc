// @ts-check
// `npm test`: everything that CI checks, cheapest first, closing with one line `N passed, N failed`.
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installAll, must, pnpm, root, run } from "./run.mjs";

await installAll();
await must("lint", pnpm("run", "lint"));
await must("the build", pnpm("exec", "turbo", "run", "build", "typecheck", "--output-logs=errors-only"));
await must("the search for unused code", pnpm("run", "knip"));
await must("getting the starter models", [process.execPath, `${root}packages/inference/dist/cli/main.js`, "pull", "starter"]);

const report = join(mkdtempSync(join(tmpdir(), "llmlist-test-")), "report.json");
const code = await run(
  [
    `${root}node_modules/.bin/vitest`,
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { ...process.env, NODE_ENV: "test" },
);
/** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numFailedTestSuites: number }} */
const counts = JSON.parse(readFileSync(report, "utf8"));
const failed = Math.max(counts.numFailedTests, code === 0 ? 0 : 1);
console.log(`${counts.numPassedTests} passed, ${failed} failed${counts.numPendingTests > 0 ? `, ${counts.numPendingTests} skipped` : ""}`);
process.exit(code);
