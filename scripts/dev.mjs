// @ts-check
// `npm run dev`: the arena with hot reload, scripted models and seeded votes; no model file and no build of the pages.
// A change in packages/ needs a restart. LLMLIST_ENGINE=local works with real models.
import { installAll, must, pnpm, root, run } from "./run.mjs";

await installAll();
await must("the build", pnpm("exec", "turbo", "run", "build", "--output-logs=errors-only", "--filter=@llmlist/arena^..."));
const environment = {
  LLMLIST_ENGINE: "scripted",
  LLMLIST_DATA: `${root}.llmlist/dev`,
  ...process.env,
  LLMLIST_DEV: "1",
  NODE_ENV: "development",
};
process.exit(await run([process.execPath, `${root}apps/arena/server.mjs`], environment));
