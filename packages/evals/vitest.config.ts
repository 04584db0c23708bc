import { defineProject } from "vitest/config";
import { testFiles } from "../../test/tiers.ts";

export default defineProject({
  resolve: { conditions: ["@llmlist/source"] },
  ssr: { resolve: { conditions: ["@llmlist/source"] } },
  test: { name: "evals", ...testFiles("src", "test") },
});
