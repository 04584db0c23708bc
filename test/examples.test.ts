import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("../examples", import.meta.url));
const packages = readdirSync(new URL("../packages", import.meta.url));
const examples = readdirSync(folder).filter((file) => file.endsWith(".mjs"));
const MARK = "// prints:\n";

describe("the examples", { timeout: 60_000 }, () => {
  it("are one for each package", () => {
    expect(examples).toEqual(packages.map((name) => `${name}.mjs`));
  });

  it.each(examples)("print what %s says that it prints", async (example) => {
    const source = readFileSync(`${folder}/${example}`, "utf8");
    const said = source.slice(source.indexOf(MARK) + MARK.length).replaceAll(/^\/\/ ?/gmu, "");
    const { stdout } = await promisify(execFile)(process.execPath, [`${folder}/${example}`]);
    expect(stdout.trimEnd()).toBe(said.trimEnd());
  });
});
