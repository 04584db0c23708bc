import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  // `pnpm typecheck` does it, with the tests; a start needs neither.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["@electric-sql/pglite", "@llmlist/inference", "postgres"],
};

export default createNextIntlPlugin("./src/i18n/request.ts")(config);
