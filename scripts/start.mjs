// @ts-check
// `npm start`: install, build, serve. Each step passes at once when nothing changed; the default models are downloaded while the arena serves.
import { installCuda } from "./cuda.mjs";
import { installArena, must, pnpm, root, run } from "./run.mjs";

await installArena();
await installCuda();
const { readSettings, requireWritableFolder, SettingError } = await import("../apps/arena/settings.mjs");
try {
  requireWritableFolder(readSettings(process.env, root).dataFolder, "LLMLIST_DATA");
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  console.error(`llmlist: ${error.message}`);
  process.exit(1);
}
await must("the build", pnpm("exec", "turbo", "run", "build", "--output-logs=errors-only", "--filter=@llmlist/arena..."));
process.exit(await run([process.execPath, `${root}apps/arena/server.mjs`], { ...process.env, NODE_ENV: "production" }));
