import { useTranslations } from "next-intl";
import { Link } from "@/i18n/navigation";

const pages = ["about", "method", "privacy"] as const;

/** Where a reader finds what the arena is, how its numbers come about, what it stores, and its program interface. */
export function SiteFooter({ version }: { readonly version: string }) {
  const t = useTranslations("site");
  return (
    <footer className="mx-auto flex w-full max-w-360 flex-wrap gap-x-5 gap-y-1 px-page py-4 text-sm text-quiet print:hidden">
      {pages.map((page) => (
        <Link key={page} href={`/${page}`} className="inline-flex min-h-9 items-center">
          {t(`footer.${page}`)}
        </Link>
      ))}
      <a href="/api/openapi.json" className="inline-flex min-h-9 items-center">
        {t("footer.api")}
      </a>
      <span className="inline-flex min-h-9 items-center">llmlist {version}</span>
    </footer>
  );
}
