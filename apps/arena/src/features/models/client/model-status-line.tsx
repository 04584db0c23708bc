"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Link, usePathname, useRouter } from "@/i18n/navigation";
import { type ModelStatus, modelStatus } from "../contract";

const POLL_MS = 2_000;
/** While nothing is loaded or downloaded, and bundled models may step aside. */
const IDLE_POLL_MS = 15_000;

/** How many models are ready and how far the download of the default models is. It polls while more models may come. */
export function ModelStatusLine({ initial }: { readonly initial: ModelStatus }) {
  const t = useTranslations("models");
  const format = useFormatter();
  const [{ ready, loading, bundled, modelDownloads }, setStatus] = useState(initial);
  const isModelsPage = usePathname() === "/models";
  const downloading = modelDownloads.state === "downloading";
  const changing = downloading || loading > 0 || bundled > 0;
  const pollMs = downloading || loading > 0 ? POLL_MS : IDLE_POLL_MS;
  useEffect(() => {
    if (!changing) return;
    const timer = setInterval(async () => {
      // A request without a response is sent again; the line keeps the last status.
      const response = await fetch("/api/v1/status", { cache: "no-store" }).catch(() => null);
      if (response?.ok) setStatus(modelStatus.parse(await response.json()));
    }, pollMs);
    return () => clearInterval(timer);
  }, [changing, pollMs]);
  const router = useRouter();
  const hasChanged = ready !== initial.ready || loading !== initial.loading;
  useEffect(() => {
    // The rows below show the state of each model.
    if (isModelsPage && hasChanged) router.refresh();
  }, [isModelsPage, hasChanged, ready, loading, router]);
  return (
    <p className="text-sm text-quiet" data-testid="arrivals">
      {isModelsPage ? (
        t("ready", { count: ready })
      ) : (
        // The names of the models would end a blind battle, so that page is not prefetched.
        <Link href="/models" prefetch={false}>
          {t("ready", { count: ready })}
        </Link>
      )}{" "}
      {bundled > 0 && t("bundledAnswer")}{" "}
      {downloading &&
        t("downloading", {
          models: format.list(modelDownloads.models, { type: "conjunction" }),
          share: format.number(modelDownloads.receivedBytes / modelDownloads.totalBytes, { style: "percent" }),
          size: format.number(Math.round(modelDownloads.totalBytes / 1e6), { style: "unit", unit: "megabyte" }),
        })}
      {modelDownloads.state === "failed" && t("downloadFailed")}
    </p>
  );
}
