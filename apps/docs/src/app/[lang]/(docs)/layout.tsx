import { DocsLayout } from "fumadocs-ui/layouts/docs";
import { toLanguage } from "@/i18n/languages";
import { navigation } from "@/navigation";
import { source } from "@/source";

export default async function SectionLayout({ children, params }: LayoutProps<"/[lang]">) {
  const language = toLanguage((await params).lang);
  const { nav } = navigation(language);
  return (
    <DocsLayout tree={source.getPageTree(language)} {...(nav && { nav })}>
      {children}
    </DocsLayout>
  );
}
