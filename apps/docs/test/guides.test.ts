import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "./built-site.ts";
import { attributeOf, blocksOf, pagesOf, readPage, siteFolder } from "./guide.ts";
import { runGuide } from "./run-guide.ts";

const repositoryRoot = resolve(siteFolder, "../..");
const bin = (name: string) => join(repositoryRoot, "node_modules/.bin", name);
const guides = pagesOf("en").map((page) => ({ page, blocks: blocksOf(readPage("en", page)) }));

/** What a reader has done before. */
beforeAll(() => build("@llmlist/docs^...", "@llmlist/arena"), 600_000);

describe("the programs of the guides", () => {
  let folder = "";
  beforeAll(() => {
    mkdirSync(join(siteFolder, "try"), { recursive: true });
    folder = mkdtempSync(join(siteFolder, "try/types-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("have no type errors", async () => {
    for (const { page, blocks } of guides) {
      for (const block of blocks.filter(({ kind }) => kind === "ts")) {
        const title = attributeOf(block, "title");
        expect(title, `a program in ${page} has a file name`).toBeDefined();
        const file = join(folder, page, title ?? "");
        mkdirSync(resolve(file, ".."), { recursive: true });
        writeFileSync(file, block.code);
      }
    }
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: "../../../../tsconfig.base.json", include: ["**/*.ts"] }));
    const { stdout } = await promisify(execFile)(bin("tsc"), ["--noEmit", "-p", folder]).catch((error: { stdout: string }) => error);
    expect(stdout).toBe("");
  });
});

describe("a reader who does what a guide says", () => {
  it.concurrent.for(guides)("sees what $page shows", { timeout: 180_000 }, async ({ blocks }, { onTestFinished }) => {
    await runGuide(blocks, onTestFinished);
  });

  it("is asked to do nothing that is not run here, but for two commands, each with its reason", () => {
    const notRun = guides.flatMap(({ blocks }) => blocks.filter((block) => /\bnorun\b/u.test(block.meta)));
    expect(notRun.map((block) => [block.code.split(" ").slice(0, 3).join(" "), attributeOf(block, "norun")])).toEqual([
      ["npm run docs", "it starts the site that this page is part of"],
      ["npm install @llmlist/catalog", "the packages are not on npm yet"],
    ]);
  });
});
