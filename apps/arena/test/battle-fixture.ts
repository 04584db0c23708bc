import { randomUUID } from "node:crypto";
import { InferenceError } from "@llmlist/inference";
import { and, eq, inArray } from "drizzle-orm";
import { type BattleDeps, castVote, continueBattle, startBattle, type VoteBudget, viewBattle } from "@/features/battle/server";
import type { Outcome } from "@/domain/outcome";
import type { Database } from "@/server/db/database";
import { answer, turn } from "@/server/db/schema";

export const battleSettings = { maxTurns: 50, maxPromptCharacters: 30_000, maxAnswerTokens: 1024 };

/** Contexts by contestant; a token is a character. */
export function engineWithContexts(contexts: Readonly<Record<string, number | null>>): BattleDeps["engine"] {
  const contextOf = (id: string) => {
    const context = contexts[id];
    if (context === undefined) throw new InferenceError("unknown-model", `No model "${id}".`);
    return context;
  };
  return {
    states: () => new Map(Object.keys(contexts).map((id) => [id, "ready" as const])),
    info: async (id) => ({
      contextTokens: contextOf(id),
      sequences: 1,
      vocabularySize: null,
      chatTemplate: null,
      bosToken: null,
      eosToken: null,
      bosTokenId: null,
      eosTokenId: null,
      prependsBos: null,
      engine: "scripted",
      device: "CPU",
      threads: null,
    }),
    tokenize: async (_, text) => (typeof text === "string" ? [...text].map(() => 1) : []),
  };
}

/** Battles between `alpha` and `beta` whose answers are written by hand. */
export function createBattles(db: Database, overrides: Partial<BattleDeps> = {}) {
  const sessionId = randomUUID();
  const engine = engineWithContexts({ alpha: 4096, beta: 4096, pocket: 4096 });
  const deps: BattleDeps = { db, engine, settings: battleSettings, leaseHolder: randomUUID(), random: () => 0, ...overrides };
  const candidates = (ids: readonly string[]) => ids.map((id) => ({ id, weight: 1 }));
  const end = async (battleId: string, values: Partial<typeof answer.$inferInsert>, slot?: "a" | "b") => {
    const turns = db.select({ id: turn.id }).from(turn).where(eq(turn.conversationId, battleId));
    const ofSlot = slot === undefined ? undefined : eq(answer.slot, slot);
    await db
      .update(answer)
      .set({ status: "stop", rawText: "Because.", shownText: "Because.", promptTokens: 20, outputTokens: 10, ...values })
      .where(and(inArray(answer.turnId, turns), eq(answer.status, "running"), ofSlot));
  };
  const start = async (input: { battleId?: string; sessionId?: string; prompt?: string; ids?: readonly string[] } = {}) => {
    const { battleId = randomUUID(), prompt = "Why is the sky blue?", ids = ["alpha", "beta"] } = input;
    await startBattle(deps, { battleId, sessionId: input.sessionId ?? sessionId, prompt, candidates: candidates(ids) });
    return battleId;
  };
  return {
    deps,
    sessionId,
    start,
    end,
    async finished(values: Partial<typeof answer.$inferInsert> = {}, ids?: readonly string[]) {
      const battleId = await start(ids ? { ids } : {});
      await end(battleId, values);
      return battleId;
    },
    goOn: (battleId: string, prompt = "And at night?", by: string | null = sessionId) =>
      continueBattle(deps, { battleId, sessionId: by, prompt }),
    vote: (battleId: string, by: string | null = sessionId, outcome: Outcome = "a", budget: VoteBudget | null = null) =>
      castVote(db, { battleId, sessionId: by, outcome, budget }),
    view: (battleId: string, by: string | null = sessionId) => viewBattle(deps, { battleId, sessionId: by }),
  };
}
