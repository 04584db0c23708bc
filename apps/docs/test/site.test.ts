import { readFileSync } from "node:fs";
import { staticClient } from "fumadocs-core/search/client/orama-static";
import { beforeAll, describe, expect, it } from "vitest";
import { create } from "zbsearch";
import { tokenizer } from "../src/search/tokenizer.ts";
import { brokenLinks } from "./broken-links.ts";
import { build, filesOfSite, readBuilt } from "./built-site.ts";

beforeAll(() => build("@llmlist/docs"));

describe("the built site", () => {
  it("has no link, script, style or anchor that leads nowhere", () => {
    const files = filesOfSite();
    const pages = [...files]
      .filter(([address]) => address.endsWith("/") || address.endsWith(".html"))
      .map(([address, path]) => ({ address, html: readFileSync(path, "utf8") }));
    expect(pages.length).toBeGreaterThan(20);
    expect(brokenLinks(pages, new Set(files.keys()))).toEqual([]);
  });

  it("has every page in both languages", () => {
    const pagesOf = (language: string) =>
      [...filesOfSite().keys()]
        .filter((address) => address.startsWith(`/${language}/`) && address.endsWith("/"))
        .map((address) => address.slice(3));
    expect(pagesOf("zh")).toEqual(pagesOf("en"));
    expect(pagesOf("en")).toContain("/awesome/llms/");
  });
});

/** Searches the file of the built site as the dialog does, and gives the addresses that were found, best first. */
async function find(language: string, query: string): Promise<string[]> {
  const client = staticClient({
    from: `data:application/json,${encodeURIComponent(readBuilt(`search/${language}.json`))}`,
    initDB: () => create({ schema: { _: "string" }, components: { tokenizer } }),
  });
  const found = await client.search(query);
  return (found ?? []).map(({ url }) => url);
}

describe("the search of the built site", () => {
  it.each([
    ["en", "KV cache", "/en/guides/catalog#see-what-fits-into-a-memory"],
    ["en", "leaderboard with intervals", "/en/guides/elo"],
    ["en", "OpenAI-compatible", "/en/guides/inference"],
    ["en", "Mistral 7B", "/en/awesome/llms#mistral-7b"],
    ["en", "winogrande", "/en/awesome/benchmarks#winogrande"],
    ["zh", "KV cache", "/zh/guides/catalog#看看内存装得下什么"],
    ["zh", "量化", "/zh/guides/catalog#看看内存装得下什么"],
    ["zh", "排行榜", "/zh/guides/elo"],
    ["zh", "匿名模型", "/zh/guides/arena"],
    ["zh", "Qwen2.5", "/zh/awesome/llms#qwen2.5"],
    ["zh", "数学", "/zh/awesome/benchmarks"],
  ])("in %s finds %s", async (language, query, address) => {
    expect((await find(language, query)).slice(0, 12)).toContain(address);
  });

  it("finds nothing for a word that is nowhere", async () => {
    expect(await find("en", "xylophone")).toEqual([]);
    expect(await find("zh", "饕餮")).toEqual([]);
  });
});
