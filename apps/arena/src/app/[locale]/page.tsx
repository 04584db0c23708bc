import { BattleScreen } from "@/features/battle";
import { ModelStatusLine } from "@/features/models";
import { readModelStatus } from "@/features/models/server";
import { runtime } from "@/runtime";

export default async function BattlePage() {
  const held = await runtime();
  const onlyPocketModels = [...held.contestants.values()].every(({ bundled }) => bundled);
  return (
    <BattleScreen
      maxCharacters={held.battles.settings.maxPromptCharacters}
      examples={onlyPocketModels ? "pocketExamples" : "generalExamples"}
    >
      <ModelStatusLine initial={readModelStatus(held)} />
    </BattleScreen>
  );
}
