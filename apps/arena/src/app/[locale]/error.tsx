"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/ui/button";
import { NoticePage } from "@/ui/notice";
import { PageTitle } from "@/ui/page";

export default function ErrorPage({ reset }: { readonly reset: () => void }) {
  const t = useTranslations("common");
  return (
    <NoticePage role="alert">
      <PageTitle>{t("errorTitle")}</PageTitle>
      <p>{t("errorText")}</p>
      <Button onClick={reset}>{t("reload")}</Button>
    </NoticePage>
  );
}
