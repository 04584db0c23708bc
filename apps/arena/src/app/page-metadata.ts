import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { getPathname } from "@/i18n/navigation";
import { routing } from "@/i18n/routing";

/** What search engines and previews read of a page: its address in each language, and the one that stands for it. */
export async function pageMetadata(href: string, title?: string): Promise<Metadata> {
  const locale = await getLocale();
  const common = await getTranslations("common");
  const inEachLanguage = routing.locales.map((language) => [language, getPathname({ href, locale: language })] as const);
  const canonical = getPathname({ href, locale });
  const description = common("siteDescription");
  return {
    ...(title === undefined ? {} : { title }),
    description,
    alternates: {
      canonical,
      languages: { ...Object.fromEntries(inEachLanguage), "x-default": getPathname({ href, locale: routing.defaultLocale }) },
    },
    openGraph: { type: "website", url: canonical, title: title ?? common("siteTitle"), description, locale, images: ["/preview.png"] },
  };
}
