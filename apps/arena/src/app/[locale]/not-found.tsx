import { useTranslations } from "next-intl";
import { Link } from "@/i18n/navigation";

export default function NotFound() {
  const t = useTranslations("problem");
  return (
    <section className="notice">
      <h1>{t("notFound")}</h1>
      <Link className="button" href="/">
        {t("home")}
      </Link>
    </section>
  );
}
