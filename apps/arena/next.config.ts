import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  // The address that the server prints; it concerns `npm run dev` alone.
  allowedDevOrigins: ["127.0.0.1"],
  // `pnpm typecheck` does it, with the tests; a start needs neither.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["@electric-sql/pglite", "fs-native-extensions", "@llmlist/inference", "postgres", "rate-limiter-flexible"],
};

export default createNextIntlPlugin("./src/i18n/request.ts")(config);
