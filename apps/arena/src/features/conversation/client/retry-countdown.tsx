"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

const TICK_MS = 250;

/** Whole seconds from `now` until `at`; 0 when it has come. */
export const secondsUntil = (at: number, now: number): number => Math.max(0, Math.ceil((at - now) / 1000));

/** Counts down to the moment at which the server takes the next try. A screen reader hears the notice around it once, not each second. */
export function RetryCountdown({ retryAt }: { readonly retryAt: number }) {
  const t = useTranslations("common.retry");
  const [seconds, setSeconds] = useState(() => secondsUntil(retryAt, Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setSeconds(secondsUntil(retryAt, Date.now())), TICK_MS);
    return () => clearInterval(timer);
  }, [retryAt]);
  return (
    <p aria-live="off" className="tabular-nums" data-testid="retry-countdown">
      {seconds > 0 ? t("wait", { seconds }) : t("now")}
    </p>
  );
}
