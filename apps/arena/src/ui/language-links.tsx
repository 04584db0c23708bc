import { Link } from "@/i18n/navigation";
import { routing } from "@/i18n/routing";

/** What the speakers of a language call it. */
function nameOf(locale: string): string {
  return new Intl.DisplayNames([locale], { type: "language" }).of(locale) ?? locale;
}

/** Links to this page in each other language. */
export function LanguageLinks({ pathname, locale }: { readonly pathname: string; readonly locale: string }) {
  return routing.locales
    .filter((other) => other !== locale)
    .map((other) => (
      <Link
        key={other}
        className="inline-flex min-h-9 items-center whitespace-nowrap no-underline hover:underline"
        href={pathname}
        locale={other}
        lang={other}
        hrefLang={other}
      >
        {nameOf(other)}
      </Link>
    ));
}
