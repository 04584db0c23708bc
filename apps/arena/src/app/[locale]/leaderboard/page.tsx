import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LiveLeaderboard } from "@/features/leaderboard/client/live-leaderboard";
import { readLeaderboard } from "@/features/leaderboard/server/read-leaderboard";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("leaderboard"))("title") };
}

export default async function LeaderboardPage() {
  return <LiveLeaderboard initial={await readLeaderboard()} now={Date.now()} />;
}
