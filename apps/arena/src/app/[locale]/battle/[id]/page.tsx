import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { BattleScreen } from "@/features/battle";
import { hasBattle } from "@/features/battle/server";
import { readForPage } from "@/runtime";
import { readSession } from "@/server/http/session";
import { UnavailablePage } from "@/ui/unavailable-page";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("battle"))("pageTitle"),
  robots: { index: false },
});

/** Where a running or finished battle comes back after a reload; the screen reads its id from the address. */
export default async function KnownBattlePage({ params }: { readonly params: Promise<{ id: string }> }) {
  const [{ id }, sent] = await Promise.all([params, headers()]);
  const found = await readForPage(async ({ db, battles, sessionSecret }) => ({
    isKnown: await hasBattle(db, { battleId: id, sessionId: await readSession(sent, sessionSecret) }),
    maxCharacters: battles.settings.maxPromptCharacters,
  }));
  if (found === null) return <UnavailablePage />;
  if (!found.isKnown) notFound();
  return <BattleScreen maxCharacters={found.maxCharacters} />;
}
