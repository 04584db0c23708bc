import { useTranslations } from "next-intl";
import { ButtonLink } from "@/ui/button";
import { NoticePage } from "@/ui/notice";
import { PageTitle } from "@/ui/page";

/** A battle that there is not, or that another browser started. */
export default function BattleNotFound() {
  const [t, common] = [useTranslations("battle"), useTranslations("common")];
  return (
    <NoticePage data-testid="problem">
      <PageTitle>{t("unavailableTitle")}</PageTitle>
      <p>{common("problem.battle-not-found")}</p>
      <ButtonLink href="/">{common("newBattle")}</ButtonLink>
    </NoticePage>
  );
}
