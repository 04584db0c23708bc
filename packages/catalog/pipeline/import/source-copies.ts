import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A file of a repository at a commit. */
export interface FileAddress {
  readonly repository: string;
  readonly path: string;
  readonly commit: string;
}

/** What importers read from. */
export interface Copies {
  /** The text of a file, or undefined where there is no copy of it at that commit. */
  read(address: FileAddress): string | undefined;
  /** Paths of the files below a folder of a clone. */
  list(repository: string, commit: string, folder: string): readonly string[];
}

/** Large files, such as a list of a thousand models, in bytes. */
const MAX_FILE = 64 * 2 ** 20;

/**
 * Copies of repositories in one folder: a clone at `owner+name` or `owner+name/repo`, of which any commit can be read, or files of the cited commit
 * at `owner+name@commit/path` or `owner+name/path`.
 */
export class SourceCopies implements Copies {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  read({ repository, path, commit }: FileAddress): string | undefined {
    const name = repository.replace("/", "+");
    const copy = [`${name}@${commit}`, name].map((root) => join(this.#folder, root, path)).find((file) => existsSync(file));
    if (copy !== undefined) return readFileSync(copy, "utf8");
    const clone = this.#clone(name);
    return clone === undefined ? undefined : git(clone, ["show", `${commit}:${path}`]);
  }

  list(repository: string, commit: string, folder: string): readonly string[] {
    const clone = this.#clone(repository.replace("/", "+"));
    const listed = clone === undefined ? undefined : git(clone, ["ls-tree", "-r", "--name-only", commit, `${folder}/`]);
    return listed?.split("\n").filter(Boolean) ?? [];
  }

  #clone(name: string): string | undefined {
    return [name, join(name, "repo")]
      .map((path) => join(this.#folder, path))
      .find((path) => existsSync(join(path, ".git")) || (existsSync(join(path, "objects")) && existsSync(join(path, "HEAD"))));
  }
}

/** What git prints, or undefined where it has no such commit or file. */
function git(clone: string, words: readonly string[]): string | undefined {
  try {
    return execFileSync("git", ["-C", clone, ...words], { encoding: "utf8", maxBuffer: MAX_FILE, stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    if (error instanceof Error && "status" in error && typeof error.status === "number") return undefined;
    throw error;
  }
}
