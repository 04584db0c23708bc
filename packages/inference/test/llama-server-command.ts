import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Brings llama.cpp's own server, ready built, as a Python module; its llama.cpp is newer than node-llama-cpp's. */
const PACKAGE = "xllamacpp==2026.10.11549";
const script = fileURLToPath(new URL("../bench/llama-server.py", import.meta.url));
const folder = join(tmpdir(), `llmlist-${PACKAGE}`);

/** A llama-server to run, fetched through the machine's own pip into the temporary folder; or why there is none. */
export async function llamaServerCommand(): Promise<{ readonly command: readonly string[] } | { readonly missing: string }> {
  const python = process.env.PYTHON ?? "python3";
  if (!existsSync(folder)) {
    const fresh = await mkdtemp(join(tmpdir(), "llmlist-wheel-"));
    try {
      await promisify(execFile)(python, [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--target",
        fresh,
        PACKAGE,
      ]);
      await rename(fresh, folder);
    } catch (error) {
      await rm(fresh, { recursive: true, force: true });
      // Another test file may have brought it meanwhile.
      if (!existsSync(folder)) return { missing: `pip brought no ${PACKAGE}: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
  process.env.PYTHONPATH = [folder, process.env.PYTHONPATH].filter(Boolean).join(delimiter);
  return { command: [python, script] };
}
