import type { Metadata } from "next";
import { readAddress } from "../address.mjs";
import { languageNames, languages } from "@/i18n/languages";

const { origin, basePath } = readAddress(process.env);

/** The folder of the site on its host, for addresses that Next does not write itself. */
export const siteBasePath = basePath;

/**
 * A page's absolute address and that of its translation, for search engines. Nothing while the site has no address of its own.
 *
 * @param path What follows the language: `guides/catalog`, or "" for the home.
 */
export function alternatesOf(path: string, language: string): Metadata["alternates"] {
  if (origin === null) return {};
  const addressOf = (one: string) => `${origin}${basePath}/${one}/${path === "" ? "" : `${path}/`}`;
  return {
    canonical: addressOf(language),
    languages: Object.fromEntries(languages.map((one) => [languageNames[one].tag, addressOf(one)])),
  };
}
