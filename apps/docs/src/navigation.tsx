import type { BaseLayoutProps } from "fumadocs-ui/layouts/shared";
import type { Language } from "@/i18n/languages";
import { messages } from "@/i18n/messages";

/** The header of every page. */
export function navigation(language: Language): BaseLayoutProps {
  const { title, navigation: words } = messages[language];
  return {
    nav: { title: <span className="font-semibold">{title}</span>, url: `/${language}` },
    links: [
      { text: words.guides, url: `/${language}/guides`, active: "nested-url" },
      { text: words.awesome, url: `/${language}/awesome/llms`, active: "nested-url" },
    ],
  };
}
