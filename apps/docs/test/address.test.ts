import { describe, expect, it } from "vitest";
import { readAddress } from "../address.mjs";

describe("the address of the site", () => {
  it.each([
    [undefined, { origin: null, basePath: "" }],
    ["", { origin: null, basePath: "" }],
    ["https://example.org", { origin: "https://example.org", basePath: "" }],
    ["https://example.org/", { origin: "https://example.org", basePath: "" }],
    ["https://example.org/llmlist/", { origin: "https://example.org", basePath: "/llmlist" }],
    ["http://localhost:8000/a/b", { origin: "http://localhost:8000", basePath: "/a/b" }],
  ])("%j is %j", (setting, address) => {
    expect(readAddress(setting === undefined ? {} : { LLMLIST_DOCS_URL: setting })).toEqual(address);
  });

  it.each(["example.org", "/llmlist", "ftp://example.org", "https://example.org/?a=b", "https://example.org/#a"])(
    "refuses %s",
    (setting) => {
      expect(() => readAddress({ LLMLIST_DOCS_URL: setting })).toThrow(`LLMLIST_DOCS_URL is ${JSON.stringify(setting)}, but must be`);
    },
  );
});
