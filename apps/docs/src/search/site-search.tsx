"use client";

import { SearchProvider } from "fumadocs-ui/contexts/search";
import { lazy, type ReactNode } from "react";

const SearchDialog = lazy(async () => ({ default: (await import("./search-dialog")).SearchDialog }));

/** The search of every page; its code and its index are loaded when it is opened for the first time. */
export function SiteSearch({ basePath, children }: { readonly basePath: string; readonly children: ReactNode }) {
  return (
    <SearchProvider preload={false} SearchDialog={SearchDialog} options={{ basePath }}>
      {children}
    </SearchProvider>
  );
}
