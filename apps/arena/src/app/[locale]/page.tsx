import { BattleScreen } from "@/features/battle/client/battle-screen";
import { ArrivalsLine } from "@/features/models/client/model-status-line";
import { readArrivals } from "@/features/models/server/read-contestants";
import { runtime } from "@/runtime/runtime";

export default async function BattlePage() {
  const held = await runtime();
  const onlyPocketModels = [...held.contestants.values()].every(({ isPocketModel }) => isPocketModel);
  return (
    <BattleScreen battleId={null} examples={onlyPocketModels ? "pocket" : "example"}>
      <ArrivalsLine initial={readArrivals(held)} />
    </BattleScreen>
  );
}
