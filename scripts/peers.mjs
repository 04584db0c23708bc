// @ts-check
// The programs that the peers tier compares with: llama.cpp's server, LM Evaluation Harness, OpenAI's client for Python.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./run.mjs";

const requirements = join(root, "test/peers/requirements.txt");

/**
 * Installs the pinned peers into a virtual environment, once for each list of them, and resolves to its Python.
 * A peer that cannot be installed ends this process with a sentence; nothing is skipped.
 * @returns {Promise<string>}
 */
export async function installPeers() {
  const digest = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(root, `node_modules/.cache/peers-${digest}`);
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const finished = join(folder, "installed");
  if (existsSync(finished)) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, ".."), { recursive: true });
  console.log("llmlist: installing the peers of the tests");
  const system = process.env.PYTHON ?? "python3";
  await orEnd(
    [system, "-m", "venv", folder],
    `${system} makes no virtual environment; install Python 3.10 or newer with venv, or set PYTHON to one.`,
  );
  const install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--prefer-binary", "-r", requirements];
  await orEnd(install, `pip installed no peers from ${requirements}; its output is above.`);
  await orEnd([python, "-c", "import lm_eval, openai, xllamacpp"], "The installed peers cannot be imported; the error is above.");
  mkdirSync(finished);
  return python;
}

/**
 * @param {string[]} command
 * @param {string} sentence
 */
async function orEnd(command, sentence) {
  const code = await run(command).catch((error) => {
    console.error(`llmlist: ${error.message}`);
    return 1;
  });
  if (code === 0) return;
  console.error(`llmlist: ${sentence}`);
  process.exit(1);
}
