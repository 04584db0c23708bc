import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LiveLeaderboard } from "@/features/leaderboard";
import { newestSnapshot } from "@/features/leaderboard/server";
import { runtime } from "@/runtime";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("leaderboard"))("title") };
}

export default async function LeaderboardPage({ searchParams }: { readonly searchParams: Promise<{ pocket?: string | string[] }> }) {
  const withPocketModels = (await searchParams).pocket === "include";
  // The key starts the board anew where the other ranking is asked for.
  return (
    <LiveLeaderboard
      key={String(withPocketModels)}
      initial={await newestSnapshot((await runtime()).db, { withPocketModels })}
      now={Date.now()}
      withPocketModels={withPocketModels}
    />
  );
}
