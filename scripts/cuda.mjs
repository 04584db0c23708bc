// @ts-check
// CUDA builds of llama.cpp take 540 MB, so they are no dependency: they are installed where an NVIDIA card can use them.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { frozen, must, pnpm, root } from "./run.mjs";

const folder = join(root, "scripts/cuda");
const scope = "node_modules/@node-llama-cpp";

/** Whether the driver lists an NVIDIA card. */
function hasNvidiaCard() {
  try {
    return execFileSync("nvidia-smi", ["-L"], { encoding: "utf8", timeout: 10_000, stdio: ["ignore", "pipe", "ignore"] }).includes("GPU 0");
  } catch {
    return false;
  }
}

/**
 * `LLMLIST_CUDA` decides: 1 installs, 0 does not; left out, an NVIDIA card does (on Linux x64; elsewhere Metal and Vulkan serve).
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {() => boolean} [detect]
 */
export function wantsCuda(environment, detect = hasNvidiaCard) {
  const setting = environment.LLMLIST_CUDA || "auto";
  if (!["0", "1", "auto"].includes(setting)) throw new Error(`LLMLIST_CUDA is "${setting}", but must be 1, 0 or "auto".`);
  if (setting !== "auto") return setting === "1";
  return process.arch === "x64" && process.platform === "linux" && detect();
}

/** Installs what the lock file in `scripts/cuda` says and links it to where node-llama-cpp looks for it. */
export async function installCuda() {
  if (!wantsCuda(process.env)) return;
  const installed = join(folder, scope);
  if (!existsSync(installed)) {
    console.log("llmlist: installing the CUDA builds of llama.cpp (540 MB; LLMLIST_CUDA=0 leaves them out)");
    await must("installing the CUDA builds", pnpm("install", "--dir", folder, "--ignore-workspace", ...frozen));
  }
  if (!existsSync(installed)) throw new Error("There is no CUDA build of llama.cpp for this platform; set LLMLIST_CUDA=0.");
  mkdirSync(join(root, scope), { recursive: true });
  for (const name of readdirSync(installed)) link(join(installed, name), join(root, scope, name));
}

/**
 * @param {string} target
 * @param {string} path
 */
function link(target, path) {
  const wanted = process.platform === "win32" ? target : relative(join(path, ".."), target);
  if (existsSync(path) && readlinkSync(path) === wanted) return;
  rmSync(path, { force: true, recursive: true });
  symlinkSync(wanted, path, "junction");
}
