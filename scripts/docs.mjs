// @ts-check
// `npm run docs`: install, build, and serve the documentation; it prints the address.
import { installAll, must, pnpm, root, run } from "./run.mjs";

await installAll();
await must(
  "the build of the documentation",
  pnpm("exec", "turbo", "run", "build", "--output-logs=errors-only", "--filter=@llmlist/docs..."),
);
process.exit(await run([process.execPath, `${root}apps/docs/serve.mjs`]));
