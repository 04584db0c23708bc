import type { TOCItemType } from "fumadocs-core/toc";
import type { StructuredData } from "fumadocs-core/mdx-plugins/remark-structure";
import { benchmarks, platforms } from "@llmlist/catalog/benchmarks";
import type { Language } from "@/i18n/languages";
import { familiesOf } from "./families";
import { speedTables } from "./speed-tables";
import { words } from "./words";

/** The pages of the awesome list, in the order of the sidebar; each is also its folder in the address. */
export const sections = ["llms", "vlms", "benchmarks", "speeds", "platforms"] as const;
export type Section = (typeof sections)[number];

interface OutlineEntry {
  readonly id: string;
  readonly title: string;
  /** What the search finds the entry by, besides its title. */
  readonly text: string;
}

function outlineOf(section: Section, language: Language): readonly OutlineEntry[] {
  switch (section) {
    case "llms":
    case "vlms":
      return familiesOf(section === "llms" ? "text" : "image").map(({ id, name, description, models }) => ({
        id,
        title: name,
        text: `${description[language]} ${models.map((model) => model.name).join(", ")}`,
      }));
    case "benchmarks":
      return benchmarks.map(({ id, name, measures }) => ({ id, title: name, text: measures[language] }));
    case "speeds":
      return speedTables().map(({ id, name, rows }) => ({ id, title: name, text: rows.map(({ device }) => device).join(", ") }));
    case "platforms":
      return platforms.map(({ id, name, method }) => ({ id, title: name, text: method[language] }));
  }
}

/** What the page of a section gives to sidebar, table of contents and search; its body is made by `AwesomePage`. */
export function describeSection(section: Section, language: Language) {
  const outline = outlineOf(section, language);
  const toc: TOCItemType[] = section === "benchmarks" ? [] : outline.map(({ id, title }) => ({ title, url: `#${id}`, depth: 2 }));
  const structuredData: StructuredData = {
    headings: outline.map(({ id, title }) => ({ id, content: title })),
    contents: outline.map(({ id, text }) => ({ heading: id, content: text })),
  };
  return { ...words[language].sections[section], section, toc, structuredData };
}
