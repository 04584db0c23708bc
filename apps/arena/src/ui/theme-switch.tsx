"use client";

import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";

const themes = ["system", "light", "dark"] as const;
const noChange = () => () => {};

export function ThemeSwitch() {
  const t = useTranslations("common.theme");
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
      aria-label={t("label")}
      value={mounted ? (theme ?? "system") : "system"}
      onChange={(event) => setTheme(event.target.value)}
    >
      {themes.map((name) => (
        <option key={name} value={name} className="bg-card">
          {t(name)}
        </option>
      ))}
    </select>
  );
}
