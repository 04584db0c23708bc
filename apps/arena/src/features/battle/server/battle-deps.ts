import type { Engine } from "@llmlist/inference";
import type { Database } from "@/server/db/database";

/** What the services of a battle work with. */
export interface BattleDeps {
  readonly db: Database;
  readonly engine: Pick<Engine, "info" | "states" | "tokenize">;
  readonly settings: BattleSettings;
  /** The id of this process as the writer of answers. */
  readonly leaseHolder: string;
  /** Numbers in [0, 1) that nobody can predict. */
  readonly random: () => number;
}

/** Ceilings that the operator sets; a context may be the smaller limit. */
interface BattleSettings {
  readonly maxTurns: number;
  readonly maxPromptCharacters: number;
  readonly maxAnswerTokens: number;
}
