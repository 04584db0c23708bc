import { initAdvancedSearch } from "fumadocs-core/search/server";
import type { Language } from "@/i18n/languages";
import { type SitePage, source } from "@/source";
import { tokenizer } from "./tokenizer";

function indexOf({ url, data: { title, description, structuredData } }: SitePage) {
  return { id: url, url, title, ...(description === undefined ? {} : { description }), structuredData };
}

/** The search index of one language, as a browser loads it. */
export async function exportSearchIndex(language: Language) {
  return initAdvancedSearch({ indexes: source.getPages(language).map(indexOf), tokenizer }).export();
}
