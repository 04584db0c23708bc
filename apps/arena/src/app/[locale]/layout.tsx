import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { hasLocale, NextIntlClientProvider } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";
import { routing } from "@/i18n/routing";
import { runtime } from "@/runtime";
import { SiteFooter } from "@/ui/site-footer";
import { SiteHeader } from "@/ui/site-header";
import { version } from "../../../package.json";
import "../globals.css";

interface LocaleParams {
  readonly params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: LocaleParams): Promise<Metadata> {
  const { locale } = await params;
  if (!hasLocale(routing.locales, locale)) return {};
  const t = await getTranslations({ locale, namespace: "common" });
  const { publicUrl } = await runtime();
  return {
    // Without a public address previews name the host that was asked.
    metadataBase: new URL(publicUrl ?? `http://${(await headers()).get("host") ?? "localhost"}`),
    title: { default: t("siteTitle"), template: `%s · ${t("siteTitle")}` },
    description: t("siteDescription"),
  };
}

export const viewport: Viewport = { colorScheme: "light dark", interactiveWidget: "resizes-content" };

export default async function LocaleLayout({ children, params }: LocaleParams & { readonly children: ReactNode }) {
  const { locale } = await params;
  if (!hasLocale(routing.locales, locale)) notFound();
  const t = await getTranslations({ locale, namespace: "common" });
  const reach = await getTranslations({ locale, namespace: "reach" });
  const nonce = (await headers()).get("x-nonce") ?? "";
  return (
    <html lang={locale} suppressHydrationWarning>
      <body className="flex min-h-dvh flex-col bg-ground text-ink">
        <ThemeProvider attribute="data-theme" nonce={nonce} disableTransitionOnChange>
          <NextIntlClientProvider>
            <a className="absolute -left-[100vw] z-3 bg-card px-4 py-2 focus:top-2 focus:left-4" href="#content">
              {t("skipToContent")}
            </a>
            <SiteHeader />
            <noscript>
              <p className="border-l-3 border-accent bg-accent-wash px-4 py-3">{reach("noScript")}</p>
            </noscript>
            <main id="content" className="mx-auto w-full max-w-360 flex-1 p-page pt-[max(1.25rem,var(--spacing-page))]">
              {children}
            </main>
            <SiteFooter version={version} />
          </NextIntlClientProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
