// @ts-check
// Starts the arena as a person does, waits until it is ready, reads its pages and stops it; ends with 1 where something is not so.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "./run.mjs";

const PAGES = ["/", "/zh", "/leaderboard", "/api/v1/leaderboard", "/healthz"];
const READY_WITHIN_MS = 900_000;
const port = process.env.PORT ?? "3998";
const base = `http://127.0.0.1:${port}`;

const begun = Date.now();
const arena = spawn(process.execPath, ["scripts/start.mjs"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PORT: port, LLMLIST_DEFAULT_MODELS: "none" },
});
let ended = false;
arena.once("exit", () => (ended = true));

/** @param {string} path */
const statusOf = async (path) => {
  const response = await fetch(base + path);
  await response.body?.cancel();
  return response.status;
};

async function untilReady() {
  while (Date.now() - begun < READY_WITHIN_MS && !ended) {
    if ((await statusOf("/readyz").catch(() => 0)) === 200) return true;
    await pause(500);
  }
  return false;
}

const ready = await untilReady();
console.log(ready ? `smoke: ready after ${Math.round((Date.now() - begun) / 1000)} s` : "smoke: the arena did not get ready");
let wrong = ready ? 0 : 1;
for (const path of ready ? PAGES : []) {
  const status = await statusOf(path);
  console.log(`smoke: ${status} ${path}`);
  if (status !== 200) wrong++;
}
if (!ended) {
  arena.kill("SIGTERM");
  await once(arena, "exit");
}
process.exit(wrong === 0 ? 0 : 1);
