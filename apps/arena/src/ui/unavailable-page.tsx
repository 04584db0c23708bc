import { useTranslations } from "next-intl";
import { NoticePage } from "./notice";
import { PageTitle } from "./page";

/** In place of a page whose data cannot be read now. */
export function UnavailablePage() {
  const t = useTranslations("reach");
  return (
    <NoticePage role="alert">
      <PageTitle>{t("unavailableTitle")}</PageTitle>
      <p>{t("unavailableText")}</p>
    </NoticePage>
  );
}
