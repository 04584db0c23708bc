import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pagesOf, readPage, siteFolder } from "./guide.ts";
import { flawsOfTranslation } from "./translations.ts";

const english = "---\ntitle: Page\ndescription: What it says.\n---\n\n## One\n\n```sh\n# no heading\nls\n```\n\n## Two\n";
const chinese = "---\ntitle: 页面\ndescription: 说了什么。\n---\n\n## 一\n\n```sh\n# no heading\nls\n```\n\n## 二\n";

describe("a translation", () => {
  it("is whole when sections, code, title and description are there", () => {
    expect(flawsOfTranslation(english, chinese)).toEqual([]);
  });

  it.each([
    ["it is not translated", undefined],
    ["its sections are others", chinese.replace("## 二\n", "")],
    ["its blocks of code are others", chinese.replace("ls", "ls -l")],
    ["its title is not in Chinese", chinese.replace("页面", "Page")],
    ["its description is not in Chinese", chinese.replace("说了什么。", "What it says.")],
  ])("is found out: %s", (flaw, text) => {
    expect(flawsOfTranslation(english, text)).toEqual([flaw]);
  });
});

describe("the pages of the site", () => {
  it.each(pagesOf("en"))("%s is whole in Chinese", (page) => {
    expect(flawsOfTranslation(readPage("en", page), pagesOf("zh").includes(page) ? readPage("zh", page) : undefined)).toEqual([]);
  });

  it("are all there in English too", () => {
    expect(pagesOf("zh").filter((page) => !pagesOf("en").includes(page))).toEqual([]);
  });

  it("stand in the same order in both sidebars", () => {
    const order = (language: string): unknown => {
      const meta: { pages: unknown } = JSON.parse(readFileSync(`${siteFolder}content/${language}/guides/meta.json`, "utf8"));
      return meta.pages;
    };
    expect(order("zh")).toEqual(order("en"));
  });
});
