"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Link, usePathname, useRouter } from "@/i18n/navigation";
import { type ModelStatus, modelStatus } from "../contract";

const POLL_MS = 2_000;

/** How many contestants play and how far the starter models are; it asks for as long as they come. */
export function ModelStatusLine({ initial }: { readonly initial: ModelStatus }) {
  const t = useTranslations("contestants");
  const format = useFormatter();
  const [{ playing, loading, starter }, setArrivals] = useState(initial);
  const isThere = usePathname() === "/contestants";
  const pulling = starter.state === "pulling";
  const coming = pulling || loading > 0;
  useEffect(() => {
    if (!coming) return;
    const timer = setInterval(async () => {
      // A question without an answer is asked again; the line keeps what it knew.
      const response = await fetch("/api/v1/status", { cache: "no-store" }).catch(() => null);
      if (response?.ok) setArrivals(modelStatus.parse(await response.json()));
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [coming]);
  const router = useRouter();
  const hasChanged = playing !== initial.playing || loading !== initial.loading;
  useEffect(() => {
    // The rows below tell the state of each.
    if (isThere && hasChanged) router.refresh();
  }, [isThere, hasChanged, playing, loading, router]);
  return (
    <p className="text-sm text-quiet" data-testid="arrivals">
      {isThere ? (
        t("playing", { count: playing })
      ) : (
        // Names of contestants would end a blind battle, so nothing of that page is loaded ahead.
        <Link href="/contestants" prefetch={false}>
          {t("playing", { count: playing })}
        </Link>
      )}{" "}
      {pulling && t("pulling", { share: format.number(starter.receivedBytes / starter.totalBytes, { style: "percent" }) })}
      {starter.state === "failed" && t("failed")}
    </p>
  );
}
