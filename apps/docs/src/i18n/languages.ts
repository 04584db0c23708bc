import { defineI18n } from "fumadocs-core/i18n";

export const languages = ["en", "zh"] as const;
export type Language = (typeof languages)[number];

/** Content lies in a folder per language; a page that is missing in one is an error of the build, so nothing falls back. */
export const i18n = defineI18n({
  languages: [...languages],
  defaultLanguage: "en",
  parser: "dir",
  fallbackLanguage: null,
});

/** What a language is called in itself, and its tag for `lang` and `hreflang`. */
export const languageNames: Readonly<Record<Language, { readonly name: string; readonly tag: string }>> = {
  en: { name: "English", tag: "en" },
  zh: { name: "简体中文", tag: "zh-Hans" },
};

/**
 * Narrows the `lang` of a route.
 *
 * @throws TypeError for any other text; routes exist for these languages alone.
 */
export function toLanguage(text: string): Language {
  const language = languages.find((one) => one === text);
  if (language === undefined) throw new TypeError(`There is no language "${text}"; there are ${languages.join(", ")}.`);
  return language;
}
