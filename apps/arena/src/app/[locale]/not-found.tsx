import { useTranslations } from "next-intl";
import { ButtonLink } from "@/ui/button";
import { NoticePage } from "@/ui/notice";
import { PageTitle } from "@/ui/page";

export default function NotFound() {
  const t = useTranslations("problem");
  return (
    <NoticePage>
      <PageTitle>{t("notFound")}</PageTitle>
      <ButtonLink href="/">{t("home")}</ButtonLink>
    </NoticePage>
  );
}
