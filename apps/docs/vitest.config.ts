import { fileURLToPath } from "node:url";
import { defineProject } from "vitest/config";
import { testFiles } from "../../test/tiers.ts";

export default defineProject({
  resolve: {
    conditions: ["@llmlist/source"],
    alias: { "@": fileURLToPath(new URL("src", import.meta.url)) },
  },
  ssr: { resolve: { conditions: ["@llmlist/source"] } },
  test: { name: "docs", ...testFiles("src", "test"), testTimeout: 60_000, hookTimeout: 300_000 },
});
