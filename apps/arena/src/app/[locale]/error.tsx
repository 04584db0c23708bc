"use client";

import { useTranslations } from "next-intl";

export default function ErrorPage({ reset }: { readonly reset: () => void }) {
  const t = useTranslations("problem");
  return (
    <section className="notice" role="alert">
      <h1>{t("title")}</h1>
      <p>{t("internal-error")}</p>
      <button className="button" type="button" onClick={reset}>
        {t("reload")}
      </button>
    </section>
  );
}
