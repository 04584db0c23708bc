import { fileURLToPath } from "node:url";
import { defineProject } from "vitest/config";

export default defineProject({
  resolve: {
    conditions: ["@llmlist/source"],
    alias: { "@": fileURLToPath(new URL("src", import.meta.url)) },
  },
  ssr: { resolve: { conditions: ["@llmlist/source"] } },
  test: { name: "docs", include: ["src/**/*.test.ts", "test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 300_000 },
});
