import { defineProject } from "vitest/config";
import { testFiles } from "../../test/tiers.ts";

export default defineProject({
  resolve: { conditions: ["@llmlist/source"] },
  ssr: { resolve: { conditions: ["@llmlist/source"] } },
  // Reading all data takes seconds on a busy machine.
  test: { name: "catalog", testTimeout: 30_000, ...testFiles("src", "test") },
});
