import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const bundle = fileURLToPath(new URL("../node_modules/node-llama-cpp/llama/gitRelease.bundle", import.meta.url));

/** The source of the llama.cpp that node-llama-cpp brings, while `work` reads it. Git has to be installed. */
export async function withLlamaCppSource<Result>(
  work: (source: { readonly commit: string; show(file: string): string; list(folder: string): readonly string[] }) => Result,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "llmlist-llama.cpp-"));
  try {
    const git = (...argv: readonly string[]) => execFileSync("git", argv, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 });
    git("clone", "--quiet", "--bare", bundle, "source");
    const read = (...argv: readonly string[]) => git("--git-dir", "source", ...argv);
    return work({
      commit: read("rev-parse", "HEAD").trim(),
      show: (file) => read("show", `HEAD:${file}`),
      list: (path) => read("ls-tree", "--name-only", `HEAD:${path}`).trim().split("\n"),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
