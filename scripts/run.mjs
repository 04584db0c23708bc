// @ts-check
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** pnpm by npx, so that a machine with only Node and npm needs nothing else; a second start asks no registry. */
const pnpmCommand = ["npx", "--yes", "--prefer-offline", "pnpm@12"];

/** npm's commands are scripts of the shell on Windows. @param {string} program */
const needsShell = (program) => process.platform === "win32" && program !== process.execPath;

/**
 * Runs a command with this terminal and resolves to its exit code; signals that we get are passed on.
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<number>}
 */
export function run(command, environment = process.env) {
  const [program = "", ...parameters] = command;
  const child = spawn(program, parameters, { cwd: root, stdio: "inherit", env: environment, shell: needsShell(program) });
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => void child.kill(signal);
  process.on("SIGTERM", pass).on("SIGINT", pass);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      process.off("SIGTERM", pass).off("SIGINT", pass);
      resolve(code ?? (signal === null ? 1 : 128));
    });
  });
}

/**
 * The same, but a failure ends this process with a sentence.
 * @param {string} what
 * @param {string[]} command
 */
export async function must(what, command) {
  const code = await run(command);
  if (code !== 0) {
    console.error(`llmlist: ${what} failed (exit ${code}); its output is above.`);
    process.exit(code);
  }
}

/** @param {string[]} parameters */
export const pnpm = (...parameters) => [...pnpmCommand, ...parameters];

/** Ends this process where Node is too old for what follows. */
function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`llmlist: Node ${process.versions.node} is too old; install Node 20.19 or newer.`);
  process.exit(1);
}

// The lock file pins each package by its digest. Asking for the age of each as well would download 380 MB of metadata.
export const frozen = [
  "--config.minimumReleaseAge=0",
  "--frozen-lockfile",
  "--prefer-offline",
  "--reporter=append-only",
  "--loglevel=warn",
];

/** Installs exactly what the lock file says, tests and checks included; a second call with nothing changed takes a second. */
export async function installAll() {
  requireNode();
  await must("installing the dependencies", pnpm("install", ...frozen));
}

/** Installs what it takes to build and serve the arena. Where everything was installed before, everything stays. */
export async function installArena() {
  if (hasEverything()) return installAll();
  requireNode();
  const filters = ["llmlist", "@llmlist/arena..."].map((name) => `--filter=${name}`);
  await must("installing the dependencies", pnpm("install", "--prod", ...filters, ...frozen));
}

/** Whether the last install included what tests need. */
const hasEverything = () => existsSync(`${root}node_modules/vitest`);
