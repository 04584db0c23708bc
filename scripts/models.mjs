// @ts-check
// `npm run models -- list | recommend | pull | add | verify | rm`, from a fresh checkout too.
import { resolve } from "node:path";
import { installCuda } from "./cuda.mjs";
import { installArena, must, pnpm, root, run } from "./run.mjs";

await installArena();
await installCuda();
await must("the build", pnpm("exec", "turbo", "run", "build", "--output-logs=errors-only", "--filter=@llmlist/inference..."));
const from = process.env.INIT_CWD ?? process.cwd();
const [command, subject, ...rest] = process.argv.slice(2);
// npm changes into the root; a file is meant from where the person stands.
const argv = command === "add" && subject !== undefined ? [command, resolve(from, subject), ...rest] : process.argv.slice(2);
process.exit(await run([process.execPath, `${root}packages/inference/dist/cli/main.js`, ...argv]));
