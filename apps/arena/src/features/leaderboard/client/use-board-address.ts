"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** The parameters of the page's address, and how to change some of them without loading a page. Null takes a parameter out. */
export function useBoardAddress() {
  const parameters = useSearchParams();
  const change = useCallback((changes: Readonly<Record<string, string | null>>) => {
    const address = new URL(window.location.href);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) address.searchParams.delete(name);
      else address.searchParams.set(name, value);
    }
    window.history.replaceState(null, "", address);
  }, []);
  return { parameters, change };
}
