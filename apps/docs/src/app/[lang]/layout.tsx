import { i18nProvider } from "fumadocs-ui/i18n";
import { RootProvider } from "fumadocs-ui/provider/next";
import type { Metadata, Viewport } from "next";
import { siteBasePath } from "@/addresses";
import { chineseInterface } from "@/i18n/interface";
import { i18n, languageNames, languages, toLanguage } from "@/i18n/languages";
import { messages } from "@/i18n/messages";
import { SiteSearch } from "@/search/site-search";
import "../site.css";

const translations = i18n.translations().add({ zh: chineseInterface, en: { displayName: languageNames.en.name } });

export const viewport: Viewport = { colorScheme: "light dark" };
export const dynamicParams = false;

export const generateStaticParams = () => languages.map((lang) => ({ lang }));

export async function generateMetadata({ params }: LayoutProps<"/[lang]">): Promise<Metadata> {
  const { title, description } = messages[toLanguage((await params).lang)];
  return { title: { default: title, template: `%s · ${title}` }, description };
}

export default async function LanguageLayout({ children, params }: LayoutProps<"/[lang]">) {
  const language = toLanguage((await params).lang);
  return (
    <html lang={languageNames[language].tag} suppressHydrationWarning>
      <body className="flex min-h-screen flex-col">
        <a className="skip" href="#content">
          {messages[language].skip}
        </a>
        <RootProvider i18n={i18nProvider(translations, language)} search={{ enabled: false }} theme={{ hotKey: false }}>
          <SiteSearch basePath={siteBasePath}>{children}</SiteSearch>
        </RootProvider>
      </body>
    </html>
  );
}
