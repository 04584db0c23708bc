import { defineProject } from "vitest/config";

export default defineProject({
  resolve: { conditions: ["@llmlist/source"] },
  ssr: { resolve: { conditions: ["@llmlist/source"] } },
  test: {
    // Reading all data takes seconds on a busy machine.
    testTimeout: 30_000,
    name: "catalog",
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
  },
});
