// @ts-check
// `npm run screenshots`: every page and state of the arena as an image in apps/arena/.screenshots, with what axe finds in axe.json.
// STATES=home,reveal takes only the states whose names begin with one of these, COMBINATION=phone-dark-zh (or a part of it) only those devices, themes and languages.
import { installAll, must, pnpm, root, run } from "./run.mjs";

await installAll();
await must("the build", pnpm("exec", "turbo", "run", "build", "--output-logs=errors-only", "--filter=@llmlist/arena"));
const vitest = [`${root}node_modules/.bin/vitest`, "run", "--root", `${root}apps/arena`];
const code = await run([...vitest, "--config", "test/screenshots/vitest.config.ts", ...process.argv.slice(2)], {
  ...process.env,
  NODE_ENV: "test",
});
console.log(`Look at ${root}apps/arena/.screenshots/index.html`);
process.exit(code);
