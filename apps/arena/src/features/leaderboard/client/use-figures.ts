"use client";

import { useFormatter, useTranslations } from "next-intl";

/** How the board writes its numbers; what is not known is a dash. */
export function useFigures() {
  const format = useFormatter();
  const t = useTranslations("leaderboard");
  const known = (write: (value: number) => string) => (value: number | null) => (value === null ? "–" : write(value));
  return {
    rating: known((value) => format.number(Math.round(value), { useGrouping: false })),
    count: known((value) => format.number(value)),
    percent: known((value) => format.number(value, { style: "percent" })),
    speed: known((value) => format.number(value, { maximumSignificantDigits: value < 100 ? 2 : 3 })),
    /** In millions or billions, in each language. */
    parameters: known((value) =>
      value < 1e9
        ? t("millions", { count: format.number(value / 1e6, { maximumSignificantDigits: 3 }) })
        : t("billions", { count: format.number(value / 1e9, { maximumSignificantDigits: 3 }) }),
    ),
    rank: ([best, worst]: readonly [number, number]) => (best === worst ? String(best) : `${best}–${worst}`),
  };
}
