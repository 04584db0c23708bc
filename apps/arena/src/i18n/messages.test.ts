import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fates } from "@/domain/fate";
import { outcomes } from "@/domain/outcome";
import en from "../../messages/en.json";
import zh from "../../messages/zh.json";
import { routing } from "./routing";

interface Messages {
  readonly [key: string]: string | Messages;
}

/** Every sentence by its full key. */
function flatten(messages: Messages, prefix = ""): [key: string, text: string][] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === "string" ? [[prefix + key, value] as [string, string]] : flatten(value, `${prefix}${key}.`),
  );
}

/** The arguments of a message: `{count, plural, one {# vote}}` has `count`. */
function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\s*[,}]/gu)].map(([, name = ""]) => name))].toSorted();
}

const keysOf = (messages: Messages) => flatten(messages).map(([key]) => key);
const placeholdersOf = (messages: Messages) => Object.fromEntries(flatten(messages).map(([key, text]) => [key, placeholders(text)]));

describe("the messages", () => {
  it("exist for each language of the site, and for no other", () => {
    const files = readdirSync(new URL("../../messages", import.meta.url));
    expect(files.toSorted()).toEqual(routing.locales.map((locale) => `${locale}.json`).toSorted());
  });

  it("have the same keys in the same order in each language", () => {
    expect(keysOf(zh)).toEqual(keysOf(en));
  });

  it("have the same placeholders in each language", () => {
    expect(placeholdersOf(zh)).toEqual(placeholdersOf(en));
  });

  it("finds a placeholder that one language lacks", () => {
    expect(placeholders("{count, plural, one {# vote} other {# votes}} for {name}")).toEqual(["count", "name"]);
    expect(placeholdersOf({ battle: { left: "left {count}" } })).not.toEqual(placeholdersOf({ battle: { left: "left" } }));
  });

  it("are never empty", () => {
    for (const [key, text] of [...flatten(en), ...flatten(zh)]) expect(text.trim(), key).not.toBe("");
  });

  it("have one namespace for each feature, one for what all pages share, and one for pages of text", () => {
    expect(Object.keys(en)).toEqual(["common", "conversation", "battle", "leaderboard", "models", "reach", "site"]);
  });

  it("have a sentence for each outcome and each fate of a vote", () => {
    for (const { vote, outcome, fate } of [en.battle, zh.battle]) {
      expect(Object.keys(vote).toSorted()).toEqual(outcomes.toSorted());
      expect(Object.keys(outcome).toSorted()).toEqual(outcomes.toSorted());
      expect(Object.keys(fate).toSorted()).toEqual(fates.toSorted());
    }
  });

  it("have keys in camel case, or a word of the API in kebab case", () => {
    for (const key of keysOf(en)) expect(key).toMatch(/^([a-z][a-zA-Z]*\.)+([a-z][a-zA-Z]*|[a-z]+(-[a-z]+)+)$/u);
  });
});
