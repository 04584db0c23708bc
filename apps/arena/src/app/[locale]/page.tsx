import { BattleScreen } from "@/features/battle/client/battle-screen";

export default function BattlePage() {
  return <BattleScreen battleId={null} />;
}
