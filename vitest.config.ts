import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { testFiles } from "./test/tiers.ts";

/** Every project runs from source (`@llmlist/source`), so a test never meets a stale build. */
export default defineConfig({
  resolve: { conditions: ["@llmlist/source"] },
  ssr: { resolve: { conditions: ["@llmlist/source"] } },
  test: {
    passWithNoTests: true,
    // Many files wait for processes, pages or timers, so that two run well side by side even on two cores, where Vitest would run one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: ["packages/*", "apps/*", { test: { name: "repository", testTimeout: 60_000, ...testFiles("test") } }],
  },
});
