import { defineConfig } from "vitest/config";

/** Every project runs from source (`@llmlist/source`), so a test never meets a stale build. */
export default defineConfig({
  resolve: { conditions: ["@llmlist/source"] },
  ssr: { resolve: { conditions: ["@llmlist/source"] } },
  test: {
    projects: ["packages/*", "apps/*"],
  },
});
