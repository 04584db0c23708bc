"use client";

import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";

const themes = ["system", "light", "dark"] as const;
const noChange = () => () => {};

export function ThemeSwitch() {
  const t = useTranslations("site");
  const { theme, setTheme } = useTheme();
  // The server does not know the choice; the first paint in the browser shows the neutral one.
  const mounted = useSyncExternalStore(
    noChange,
    () => true,
    () => false,
  );
  return (
    <select
      className="min-h-9 cursor-pointer bg-transparent"
      aria-label={t("theme")}
      value={mounted ? (theme ?? "system") : "system"}
      onChange={(event) => setTheme(event.target.value)}
    >
      {themes.map((one) => (
        <option key={one} value={one} className="bg-card">
          {t(one)}
        </option>
      ))}
    </select>
  );
}
