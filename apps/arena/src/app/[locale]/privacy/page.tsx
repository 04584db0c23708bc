import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { pageMetadata } from "@/app/page-metadata";
import { Lead, PageSection, PageTitle, TextSection } from "@/ui/page";

export const generateMetadata = async (): Promise<Metadata> => pageMetadata("/privacy", (await getTranslations("site.privacy"))("title"));

/** What the arena stores of a visitor. */
export default function PrivacyPage() {
  const t = useTranslations("site.privacy");
  return (
    <PageSection>
      <PageTitle>{t("title")}</PageTitle>
      <Lead>{t("lead")}</Lead>
      <TextSection title={t("storedTitle")}>{t("storedText")}</TextSection>
      <TextSection title={t("cookieTitle")}>{t("cookieText")}</TextSection>
      <TextSection title={t("addressTitle")}>{t("addressText")}</TextSection>
      <TextSection title={t("modelsTitle")}>{t("modelsText")}</TextSection>
    </PageSection>
  );
}
