import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
interface Manifest {
  readonly dependencies?: Record<string, string>;
}
const manifest = (folder: string) => JSON.parse(readFileSync(`${root}${folder}package.json`, "utf8")) as Manifest;
const builtIn = new Set(builtinModules);

/** Names of the packages that the files of a folder import, tests left out. */
function importsOf(folder: string): Set<string> {
  const files = readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" }).filter((file) => /(?<!\.test)\.tsx?$/u.test(file));
  const found = files.flatMap((file) =>
    Array.from(
      readFileSync(`${root}${folder}/${file}`, "utf8").matchAll(
        /^(?:import|export) [^;]*?from "([^".@][^"]*|@[a-z][^"]*)";|\bimport\("([^".]+)"\)/gmu,
      ),
      (match) => match[1] ?? match[2] ?? "",
    ),
  );
  const names = found.map((path) =>
    path
      .split("/")
      .slice(0, path.startsWith("@") ? 2 : 1)
      .join("/"),
  );
  return new Set(names.filter((name) => name !== "" && !name.startsWith("node:") && !builtIn.has(name)));
}

describe.each(["catalog", "elo", "inference", "pocket-models"])("what builds %s", (name) => {
  it("is installed by npm start: in the package's own dependencies, or in those of the root", () => {
    const installed = { ...manifest("").dependencies, ...manifest(`packages/${name}/`).dependencies };
    const missing = [...importsOf(`packages/${name}/src`)].filter((one) => installed[one] === undefined && one !== `@llmlist/${name}`);
    expect(missing).toEqual([]);
  });
});

it("finds the packages that a folder imports", () => {
  expect(importsOf("packages/inference/src")).toContain("node-llama-cpp");
});
