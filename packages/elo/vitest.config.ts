import { defineProject } from "vitest/config";
import { testFiles } from "../../test/tiers.ts";

export default defineProject({
  resolve: { conditions: ["@llmlist/source"] },
  ssr: { resolve: { conditions: ["@llmlist/source"] } },
  // Simulations take a second or two, and longer beside other work.
  test: { name: "elo", testTimeout: 30_000, ...testFiles("src", "test") },
});
