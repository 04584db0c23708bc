import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { pnpm } from "../../../scripts/run.mjs";
import { siteFolder } from "./guide.ts";
import { terminal } from "./terminal.ts";

const out = join(siteFolder, "out");

/** Builds packages or the site by turbo, as `npm run docs` does. With nothing changed this takes a second. */
export async function build(...packages: readonly string[]): Promise<void> {
  const [npx = "", ...command] = pnpm(
    "exec",
    "turbo",
    "run",
    "build",
    "--output-logs=errors-only",
    ...packages.map((one) => `--filter=${one}`),
  );
  await promisify(execFile)(npx, command, { cwd: resolve(siteFolder, "../.."), env: terminal() });
}

/** The files of the built site, by their address on a host: `/en/guides/` for `en/guides/index.html`. */
export function filesOfSite(): Map<string, string> {
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [`/${path.slice(out.length + 1)}`.replace(/\/index\.html$/u, "/"), path];
    }),
  );
}

export const readBuilt = (path: string): string => readFileSync(join(out, path), "utf8");
