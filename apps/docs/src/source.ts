import { loader, type MetaData, type StaticSource } from "fumadocs-core/source";
import { docs } from "collections/server";
import { describeSection, sections } from "@/awesome/sections";
import { words } from "@/awesome/words";
import { i18n, languages } from "@/i18n/languages";

/** The pages of the awesome list: no files, but made from the catalog when the site is built. */
const awesome: StaticSource<{ pageData: ReturnType<typeof describeSection>; metaData: MetaData }> = {
  files: languages.flatMap((language) => [
    {
      type: "meta" as const,
      path: `${language}/awesome/meta.json`,
      data: { title: words[language].folder, pages: [...sections], defaultOpen: true },
    },
    ...sections.map((section) => ({
      type: "page" as const,
      path: `${language}/awesome/${section}.mdx`,
      data: describeSection(section, language),
    })),
  ]),
};

/** Every page of the site but the home, in both languages. */
export const source = loader({ guides: docs.toFumadocsSource(), awesome }, { baseUrl: "/", i18n });

export type SitePage = (typeof source)["$inferPage"];
