"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Link, usePathname, useRouter } from "@/i18n/navigation";
import { type ModelStatus, modelStatus } from "../contract";

const POLL_MS = 2_000;

/** How many models are ready and how far the download of the default models is. It polls until no model is loading. */
export function ModelStatusLine({ initial }: { readonly initial: ModelStatus }) {
  const t = useTranslations("models");
  const format = useFormatter();
  const [{ playing, loading, starter }, setStatus] = useState(initial);
  const isModelsPage = usePathname() === "/models";
  const downloading = starter.state === "pulling";
  const changing = downloading || loading > 0;
  useEffect(() => {
    if (!changing) return;
    const timer = setInterval(async () => {
      // A request without a response is sent again; the line keeps the last status.
      const response = await fetch("/api/v1/status", { cache: "no-store" }).catch(() => null);
      if (response?.ok) setStatus(modelStatus.parse(await response.json()));
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [changing]);
  const router = useRouter();
  const hasChanged = playing !== initial.playing || loading !== initial.loading;
  useEffect(() => {
    // The rows below show the state of each model.
    if (isModelsPage && hasChanged) router.refresh();
  }, [isModelsPage, hasChanged, playing, loading, router]);
  return (
    <p className="text-sm text-quiet" data-testid="arrivals">
      {isModelsPage ? (
        t("ready", { count: playing })
      ) : (
        // The names of the models would end a blind battle, so that page is not prefetched.
        <Link href="/models" prefetch={false}>
          {t("ready", { count: playing })}
        </Link>
      )}{" "}
      {downloading && t("downloading", { share: format.number(starter.receivedBytes / starter.totalBytes, { style: "percent" }) })}
      {starter.state === "failed" && t("downloadFailed")}
    </p>
  );
}
