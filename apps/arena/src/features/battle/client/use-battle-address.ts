"use client";

import { useLocale } from "next-intl";
import { useCallback } from "react";
import { getPathname, usePathname } from "@/i18n/navigation";

const PREFIX = "/battle/";

/**
 * The battle that the page's address names, or null, and how to change it. The address of a battle that was just started is set without
 * loading a page, so that its stream goes on; Back and Forward change the address like any other.
 */
export function useBattleAddress(): { readonly addressed: string | null; readonly setAddress: (battleId: string) => void } {
  const pathname = usePathname();
  const locale = useLocale();
  return {
    addressed: pathname.startsWith(PREFIX) ? pathname.slice(PREFIX.length) : null,
    setAddress: useCallback(
      (battleId: string) => window.history.pushState(null, "", getPathname({ href: `${PREFIX}${battleId}`, locale })),
      [locale],
    ),
  };
}
