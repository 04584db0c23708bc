// @ts-check
// `npm test`: all checks and the quick tests. `-- --tier=peers`: the tests that need other programs. `--tier=full`: every test there is.
// The last line is `N passed, N failed`.
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installCuda } from "./cuda.mjs";
import { installPeers } from "./peers.mjs";
import { installAll, must, pnpm, root, run } from "./run.mjs";

const parameters = process.argv.slice(2);
const tier = parameters.find((parameter) => parameter.startsWith("--tier="))?.slice("--tier=".length) ?? "quick";

await installAll();
await installCuda();
if (tier !== "peers") await must("the quick lint", pnpm("run", "lint:quick"));
await must("the build", pnpm("exec", "turbo", "run", "build", ...(tier === "peers" ? [] : ["typecheck"]), "--output-logs=errors-only"));
// Types of other packages come from their builds.
if (tier !== "peers") await must("the check of the scripts' types", pnpm("exec", "tsc", "-p", "scripts"));
if (tier !== "peers") await must("lint", pnpm("run", "lint:code"));
if (tier !== "peers") await must("the search for unused code", pnpm("run", "knip"));
await must("downloading the test models", [process.execPath, `${root}packages/inference/dist/cli/main.js`, "pull", "starter"]);
const python = tier === "quick" ? {} : { LLMLIST_PEERS_PYTHON: await installPeers() };

const report = join(mkdtempSync(join(tmpdir(), "llmlist-test-")), "report.json");
const code = await run(
  [
    process.execPath,
    `${root}node_modules/vitest/vitest.mjs`,
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...parameters.filter((parameter) => !parameter.startsWith("--tier=")),
  ],
  { ...process.env, NODE_ENV: "test", LLMLIST_TIER: tier, ...python },
);
/** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number }} */
const counts = JSON.parse(readFileSync(report, "utf8"));
const failed = Math.max(counts.numFailedTests, code === 0 ? 0 : 1);
console.log(`${counts.numPassedTests} passed, ${failed} failed${counts.numPendingTests > 0 ? `, ${counts.numPendingTests} skipped` : ""}`);
process.exit(code);
