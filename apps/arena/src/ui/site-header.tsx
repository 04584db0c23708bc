"use client";

import { useLocale, useTranslations } from "next-intl";
import { Link, usePathname } from "@/i18n/navigation";
import { ThemeSwitch } from "./theme-switch";

export function SiteHeader() {
  const t = useTranslations("site");
  const locale = useLocale();
  const pathname = usePathname();
  const onBoard = pathname.startsWith("/leaderboard");
  return (
    <header className="head">
      <Link className="mark" href="/">
        llm<b>list</b>
      </Link>
      <nav>
        <Link href="/" aria-current={onBoard ? undefined : "page"}>
          {t("battle")}
        </Link>
        <Link href="/leaderboard" aria-current={onBoard ? "page" : undefined}>
          {t("leaderboard")}
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
