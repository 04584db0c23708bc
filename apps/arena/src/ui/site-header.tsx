"use client";

import { useLocale, useTranslations } from "next-intl";
import { Link, usePathname } from "@/i18n/navigation";
import { LanguageLinks } from "./language-links";
import { ThemeSwitch } from "./theme-switch";

const pages = [
  { href: "/", label: "battle" },
  { href: "/leaderboard", label: "leaderboard" },
  { href: "/models", label: "models" },
] as const;

/** The page of the navigation that an address belongs to, if any. */
function currentPage(pathname: string) {
  if (pathname === "/" || pathname.startsWith("/battle/")) return "/";
  return pages.find(({ href }) => href !== "/" && pathname.startsWith(href))?.href;
}

export function SiteHeader() {
  const t = useTranslations("common.nav");
  const pathname = usePathname();
  const current = currentPage(pathname);
  return (
    <header className="print:hidden flex flex-wrap items-center gap-x-6 gap-y-1 border-b border-line bg-card px-page py-2.5 max-sm:pt-1.5 max-sm:pb-0">
      <Link className="text-[1.15rem] tracking-tight no-underline" href="/">
        llm<b className="text-accent">list</b>
      </Link>
      <nav className="flex gap-1 max-sm:order-1 max-sm:-ml-2.5 max-sm:w-full max-sm:flex-wrap">
        {pages.map(({ href, label }) => (
          // The names of the models would end a blind battle, so no page is prefetched.
          <Link
            key={href}
            className="border-b-2 border-transparent px-2.5 py-1.5 font-medium text-quiet no-underline hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
            href={href}
            aria-current={href === current ? "page" : undefined}
            prefetch={false}
          >
            {t(label)}
          </Link>
        ))}
      </nav>
      <div className="ml-auto flex items-center gap-3 text-sm">
        <ThemeSwitch />
        <LanguageLinks pathname={pathname} locale={useLocale()} />
      </div>
    </header>
  );
}
