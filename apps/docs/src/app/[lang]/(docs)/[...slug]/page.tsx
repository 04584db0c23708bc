import defaultComponents, { createRelativeLink } from "fumadocs-ui/mdx";
import { DocsBody, DocsDescription, DocsPage, DocsTitle } from "fumadocs-ui/layouts/docs/page";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { alternatesOf } from "@/addresses";
import { AwesomePage } from "@/awesome/awesome-page";
import { type Language, toLanguage } from "@/i18n/languages";
import { type SitePage, source } from "@/source";

type Props = PageProps<"/[lang]/[...slug]">;

export const generateStaticParams = () => source.generateParams("slug", "lang");

async function pageOf({ params }: Props): Promise<{ page: SitePage; language: Language }> {
  const { lang, slug } = await params;
  const language = toLanguage(lang);
  return { page: source.getPage(slug, language) ?? notFound(), language };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { page, language } = await pageOf(props);
  const { title, description } = page.data;
  return { title, ...(description === undefined ? {} : { description }), alternates: alternatesOf(page.slugs.join("/"), language) };
}

function PageBody({ page, language }: { readonly page: SitePage; readonly language: Language }) {
  if (page.type === "awesome") return <AwesomePage section={page.data.section} language={language} />;
  const Content = page.data.body;
  // fumadocs looks files up without the folder of their language, but keeps it in the path of the page.
  const parent = { ...page, path: page.path.replace(`${language}/`, "") };
  return <Content components={{ ...defaultComponents, a: createRelativeLink(source, parent) }} />;
}

export default async function Page(props: Props) {
  const { page, language } = await pageOf(props);
  const { title, description, toc } = page.data;
  return (
    <DocsPage id="content" toc={toc} full={page.type === "awesome" && toc.length === 0}>
      <DocsTitle>{title}</DocsTitle>
      <DocsDescription>{description}</DocsDescription>
      <DocsBody>
        <PageBody page={page} language={language} />
      </DocsBody>
    </DocsPage>
  );
}
