import { defineProject } from "vitest/config";

export default defineProject({
  resolve: { conditions: ["@llmlist/source"] },
  ssr: { resolve: { conditions: ["@llmlist/source"] } },
  test: { name: "pocket-models", include: ["src/**/*.test.ts"] },
});
