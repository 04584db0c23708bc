import { BattleScreen } from "@/features/battle";

/** Where a running or finished battle comes back after a reload. */
export default async function KnownBattlePage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <BattleScreen battleId={(await params).id} />;
}
