import { describe, expect, it } from "vitest";
import { brokenLinks } from "./broken-links.ts";

describe("a search for broken links", () => {
  const addresses = new Set(["/", "/a/", "/a.css"]);
  const pages = (html: string) => [
    { address: "/", html },
    { address: "/a/", html: '<h2 id="there">x</h2>' },
  ];

  it.each([
    '<a href="/a/#there">x</a>',
    '<a class="b" href="a/">x</a>',
    '<link rel="stylesheet" href="/a.css"/>',
    '<a href="https://example.org/no/">x</a>',
    '<h2 id="own">x</h2><a href="#own">x</a>',
  ])("passes %s", (html) => {
    expect(brokenLinks(pages(html), addresses)).toEqual([]);
  });

  it.each([
    '<a href="/b/">x</a>',
    '<a href="/a/#gone">x</a>',
    '<a href="#gone">x</a>',
    '<script src="/b.js"></script>',
    '<a href="/a">x</a>',
  ])("finds %s", (html) => {
    expect(brokenLinks(pages(html), addresses)).toHaveLength(1);
  });
});
