import { HomeLayout } from "fumadocs-ui/layouts/home";
import type { Metadata } from "next";
import { alternatesOf } from "@/addresses";
import { HomePage } from "@/home/home-page";
import { toLanguage } from "@/i18n/languages";
import { navigation } from "@/navigation";

export async function generateMetadata({ params }: PageProps<"/[lang]">): Promise<Metadata> {
  return { alternates: alternatesOf("", (await params).lang) };
}

export default async function Home({ params }: PageProps<"/[lang]">) {
  const language = toLanguage((await params).lang);
  return (
    <HomeLayout {...navigation(language)}>
      <HomePage language={language} />
    </HomeLayout>
  );
}
