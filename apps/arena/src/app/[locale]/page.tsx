import type { Metadata } from "next";
import { pageMetadata } from "@/app/page-metadata";
import { BattleScreen } from "@/features/battle";
import { ArenaNumbersPanel } from "@/features/leaderboard";
import { readNumbers } from "@/features/leaderboard/server";
import { ModelStatusLine } from "@/features/models";
import { readModelStatus } from "@/features/models/server";
import { runtime } from "@/runtime";
import { inTime } from "@/server/db/database-answers";
import { logError } from "@/server/log";

export const generateMetadata = (): Promise<Metadata> => pageMetadata("/");

export default async function BattlePage() {
  const services = await runtime();
  const onlyPocketModels = [...services.contestants.values()].every(({ bundled }) => bundled);
  // The numbers are no reason to keep somebody from the page while the database is away.
  const numbers = await inTime(services.db, readNumbers(services.db)).catch((error: unknown) => {
    logError("the database", error, "the home page");
    return null;
  });
  return (
    <BattleScreen
      maxCharacters={services.battles.settings.maxPromptCharacters}
      examples={onlyPocketModels ? "pocketExamples" : "generalExamples"}
    >
      {numbers && <ArenaNumbersPanel {...numbers} now={new Date()} />}
      <ModelStatusLine initial={readModelStatus(services)} />
    </BattleScreen>
  );
}
