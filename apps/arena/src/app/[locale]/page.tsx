import { BattleScreen } from "@/features/battle/client/battle-screen";
import { ArrivalsLine } from "@/features/contestants/client/arrivals-line";
import { readArrivals } from "@/features/contestants/server/read-contestants";
import { runtime } from "@/server/runtime";

export default async function BattlePage() {
  const held = await runtime();
  const onlyPocketModels = [...held.contestants.values()].every(({ isPocketModel }) => isPocketModel);
  return (
    <BattleScreen battleId={null} examples={onlyPocketModels ? "pocket" : "example"}>
      <ArrivalsLine initial={readArrivals(held)} />
    </BattleScreen>
  );
}
