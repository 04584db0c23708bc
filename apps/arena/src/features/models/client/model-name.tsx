import { useTranslations } from "next-intl";
import type { ModelIdentity } from "@/domain/ranking";
import { Tag } from "@/ui/tag";

/** A model as it is written everywhere: its name, what kind of model it is, who made it. */
export function ModelName({ model }: { readonly model: Pick<ModelIdentity, "name" | "organization" | "kind" | "isPocketModel"> }) {
  const t = useTranslations("models");
  const { name, organization, kind, isPocketModel } = model;
  return (
    <>
      <span className="inline-flex flex-wrap items-center gap-x-2">
        <span className="wrap-anywhere">{name}</span>
        {kind === "base" && <Tag title={t("baseHint")}>{t("base")}</Tag>}
        {isPocketModel && <Tag title={t("pocketHint")}>{t("pocket")}</Tag>}
      </span>
      {organization !== null && <small className="block text-sm font-normal tracking-normal text-quiet">{organization}</small>}
    </>
  );
}
