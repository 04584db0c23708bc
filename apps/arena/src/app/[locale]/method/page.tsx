import type { Metadata } from "next";
import { pageMetadata } from "@/app/page-metadata";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { fates } from "@/domain/fate";
import { PRELIMINARY_BELOW_VOTES, SPEED_VOTES } from "@/domain/board-figures";
import { Command, Lead, PageSection, PageTitle, TextSection } from "@/ui/page";

export const generateMetadata = async (): Promise<Metadata> => pageMetadata("/method", (await getTranslations("site.method"))("title"));

const RECOMPUTE = `import { pairCountsFromRows, ratePenalized } from "@llmlist/elo";

const { pairs } = await (await fetch("https://arena.example/api/v1/leaderboard/pairs")).json();
console.table(ratePenalized(pairCountsFromRows(pairs)).models);`;

/** How a vote becomes a number on the leaderboard. */
export default function MethodPage() {
  const t = useTranslations("site.method");
  const battle = useTranslations("battle");
  const count = PRELIMINARY_BELOW_VOTES;
  return (
    <PageSection>
      <PageTitle>{t("title")}</PageTitle>
      <Lead>{t("lead")}</Lead>
      <TextSection title={t("battleTitle")}>{t("battleText")}</TextSection>
      <TextSection title={t("countTitle")}>{t("countText")}</TextSection>
      <ul className="max-w-[68ch] list-disc pl-5">
        {fates.map((fate) => (
          <li key={fate} data-testid={`fate-${fate}`}>
            {battle(`fate.${fate}`)}
          </li>
        ))}
      </ul>
      <TextSection title={t("ratingTitle")}>{t("ratingText")}</TextSection>
      <TextSection title={t("intervalTitle")}>{t("intervalText")}</TextSection>
      <TextSection title={t("rankTitle")}>{t("rankText", { count })}</TextSection>
      <TextSection title={t("winRateTitle")}>{t("winRateText", { count: SPEED_VOTES })}</TextSection>
      <TextSection title={t("styleTitle")}>{t("styleText")}</TextSection>
      <TextSection title={t("compareTitle")}>{t("compareText")}</TextSection>
      <TextSection title={t("againTitle")}>{t("againText", { package: "@llmlist/elo" })}</TextSection>
      <Command>{RECOMPUTE}</Command>
    </PageSection>
  );
}
