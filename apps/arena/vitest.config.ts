import { fileURLToPath } from "node:url";
import { defineProject } from "vitest/config";
import { testFiles } from "../../test/tiers.ts";

export default defineProject({
  resolve: {
    conditions: ["@llmlist/source"],
    alias: {
      "@": fileURLToPath(new URL("src", import.meta.url)),
      "server-only": fileURLToPath(new URL("test/server-only.ts", import.meta.url)),
    },
  },
  ssr: { resolve: { conditions: ["@llmlist/source"] } },
  test: {
    name: "arena",
    ...testFiles("src", "test"),
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // On a shared machine of CI a browser may be slow once; the report names a test that passed at its second try.
    retry: process.env.CI ? 1 : 0,
    // It imports `next/navigation`, which Node alone does not find.
    server: { deps: { inline: ["next-intl"] } },
  },
});
