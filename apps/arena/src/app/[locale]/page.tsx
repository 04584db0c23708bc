import { BattleScreen } from "@/features/battle";
import { ModelStatusLine } from "@/features/models";
import { readModelStatus } from "@/features/models/server";
import { runtime } from "@/runtime";

export default async function BattlePage() {
  const services = await runtime();
  const onlyPocketModels = [...services.contestants.values()].every(({ bundled }) => bundled);
  return (
    <BattleScreen
      maxCharacters={services.battles.settings.maxPromptCharacters}
      examples={onlyPocketModels ? "pocketExamples" : "generalExamples"}
    >
      <ModelStatusLine initial={readModelStatus(services)} />
    </BattleScreen>
  );
}
