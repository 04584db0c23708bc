import { BattleScreen } from "@/features/battle";
import { runtime } from "@/runtime";

/** Where a running or finished battle comes back after a reload; the screen reads its id from the address. */
export default async function KnownBattlePage() {
  const { battles } = await runtime();
  return <BattleScreen maxCharacters={battles.settings.maxPromptCharacters} />;
}
