import { defineConfig } from "vitest/config";
import { testFiles } from "./test/tiers.ts";

/** Every project runs from source (`@llmlist/source`), so a test never meets a stale build. */
export default defineConfig({
  resolve: { conditions: ["@llmlist/source"] },
  ssr: { resolve: { conditions: ["@llmlist/source"] } },
  test: {
    passWithNoTests: true,
    projects: ["packages/*", "apps/*", { test: { name: "repository", testTimeout: 60_000, ...testFiles("test") } }],
  },
});
