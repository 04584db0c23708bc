import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { pageMetadata } from "@/app/page-metadata";
import { Link } from "@/i18n/navigation";
import { Lead, PageSection, PageTitle, TextSection } from "@/ui/page";

export const generateMetadata = async (): Promise<Metadata> => pageMetadata("/about", (await getTranslations("site.about"))("title"));

/** What the arena is, and how to run one. */
export default function AboutPage() {
  const t = useTranslations("site.about");
  return (
    <PageSection>
      <PageTitle>{t("title")}</PageTitle>
      <Lead>{t("lead")}</Lead>
      <TextSection title={t("blindTitle")}>{t("blindText")}</TextSection>
      <TextSection title={t("openTitle")}>{t("openText")}</TextSection>
      <TextSection title={t("ownTitle")}>{t("ownText")}</TextSection>
      <p>
        <Link href="/method">{t("toMethod")}</Link>
      </p>
    </PageSection>
  );
}
