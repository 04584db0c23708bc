import { useTranslations } from "next-intl";
import { ButtonLink } from "@/ui/button";
import { NoticePage } from "@/ui/notice";
import { PageTitle } from "@/ui/page";

export default function NotFound() {
  const t = useTranslations("common");
  return (
    <NoticePage>
      <PageTitle>{t("notFoundTitle")}</PageTitle>
      <ButtonLink href="/">{t("startBattle")}</ButtonLink>
    </NoticePage>
  );
}
