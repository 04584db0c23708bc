import { defineProject } from "vitest/config";
import { testFiles } from "../../test/tiers.ts";

export default defineProject({
  resolve: { conditions: ["@llmlist/source"] },
  ssr: { resolve: { conditions: ["@llmlist/source"] } },
  // On a shared machine of CI a process may be slow once; the report names a test that passed at its second try.
  test: { name: "inference", retry: process.env.CI ? 1 : 0, ...testFiles("src", "test") },
});
