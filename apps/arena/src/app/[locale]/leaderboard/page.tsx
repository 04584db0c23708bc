import type { Metadata } from "next";
import { pageMetadata } from "@/app/page-metadata";
import { getTranslations } from "next-intl/server";
import { LiveLeaderboard } from "@/features/leaderboard";
import { newestSnapshot } from "@/features/leaderboard/server";
import { readForPage } from "@/runtime";
import { UnavailablePage } from "@/ui/unavailable-page";

export const generateMetadata = async (): Promise<Metadata> =>
  pageMetadata("/leaderboard", (await getTranslations("leaderboard"))("title"));

export default async function LeaderboardPage({ searchParams }: { readonly searchParams: Promise<{ pocket?: string | string[] }> }) {
  const withPocketModels = (await searchParams).pocket === "include";
  const initial = await readForPage(({ db }) => newestSnapshot(db, { withPocketModels }));
  if (initial === null) return <UnavailablePage />;
  // The key starts the board anew where the other ranking is asked for.
  return <LiveLeaderboard key={String(withPocketModels)} initial={initial} now={Date.now()} withPocketModels={withPocketModels} />;
}
