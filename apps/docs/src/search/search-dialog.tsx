"use client";

import { useDocsSearch } from "fumadocs-core/search/client";
import { staticClient } from "fumadocs-core/search/client/orama-static";
import {
  SearchDialog as Dialog,
  SearchDialogClose,
  SearchDialogContent,
  SearchDialogHeader,
  SearchDialogIcon,
  SearchDialogInput,
  SearchDialogList,
  SearchDialogOverlay,
  type SharedProps,
} from "fumadocs-ui/components/dialog/search";
import { useI18n } from "fumadocs-ui/contexts/i18n";
import { create } from "zbsearch";
import { tokenizer } from "./tokenizer";

/** Searches the index of this language, which is a file of the site; no server takes part. */
export function SearchDialog({ basePath, ...dialog }: SharedProps & { readonly basePath: string }) {
  const { locale = "en" } = useI18n();
  const { search, setSearch, query } = useDocsSearch({
    client: staticClient({
      from: `${basePath}/search/${locale}.json`,
      initDB: () => create({ schema: { _: "string" }, components: { tokenizer } }),
    }),
    delayMs: 100,
  });
  return (
    <Dialog search={search} onSearchChange={setSearch} isLoading={query.isLoading} {...dialog}>
      <SearchDialogOverlay />
      <SearchDialogContent>
        <SearchDialogHeader>
          <SearchDialogIcon />
          <SearchDialogInput />
          <SearchDialogClose />
        </SearchDialogHeader>
        <SearchDialogList items={query.data === "empty" ? null : query.data} />
      </SearchDialogContent>
    </Dialog>
  );
}
