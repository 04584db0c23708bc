import { defineConfig } from "vitest/config";
import arena from "../../vitest.config";

/** `npm run screenshots`. It has its own configuration, since it takes minutes and makes images for people to look at. */
export default defineConfig({ ...arena, test: { ...arena.test, include: ["test/screenshots/screenshots.ts"] } });
