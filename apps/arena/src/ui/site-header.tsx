"use client";

import { useLocale, useTranslations } from "next-intl";
import { Link, usePathname } from "@/i18n/navigation";
import { ThemeSwitch } from "./theme-switch";

export function SiteHeader() {
  const t = useTranslations("site");
  const locale = useLocale();
  const pathname = usePathname();
  const place = ["/leaderboard", "/contestants"].find((start) => pathname.startsWith(start)) ?? "/";
  const current = (href: string) => (href === place ? ("page" as const) : undefined);
  return (
    <header className="head">
      <Link className="mark" href="/">
        llm<b>list</b>
      </Link>
      <nav>
        <Link href="/" aria-current={current("/")}>
          {t("battle")}
        </Link>
        <Link href="/leaderboard" aria-current={current("/leaderboard")}>
          {t("leaderboard")}
        </Link>
        <Link href="/contestants" aria-current={current("/contestants")} prefetch={false}>
          {t("contestants")}
        </Link>
      </nav>
      <div className="head-tools">
        <ThemeSwitch />
        <Link href={pathname} locale={locale === "en" ? "zh" : "en"} lang={locale === "en" ? "zh" : "en"}>
          {t("language")}
        </Link>
      </div>
    </header>
  );
}
