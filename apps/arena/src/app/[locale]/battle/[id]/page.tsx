import { BattleScreen } from "@/features/battle";
import { runtime } from "@/runtime";

/** Where a running or finished battle comes back after a reload. */
export default async function KnownBattlePage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { battles } = await runtime();
  return <BattleScreen battleId={(await params).id} maxCharacters={battles.settings.maxPromptCharacters} />;
}
