import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Outcome } from "@/domain/outcome";
import { type BattleDeps, castVote, startBattle } from "@/features/battle/server";
import { advisoryLocks } from "@/server/db/advisory-locks";
import { answer, conversation } from "@/server/db/schema";

const BATTLES = 240;
const SEED = 20_261_129;
const prompts = [
  "Explain a hash table.",
  "Write a haiku about rain.",
  "给一只猫起个名字。",
  "Plan a day in Lisbon.",
  "Why is the sky blue?",
];
const TIE_SHARE = 0.12;
const BOTH_BAD_SHARE = 0.05;
/** Log-odds between neighbours in the list of contestants. */
const STEP = 0.5;

/** Park and Miller's minimal standard generator: the same board at every start. */
function createRandom(seed: number): () => number {
  let state = seed % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function drawOutcome(logOdds: number, random: () => number): Outcome {
  const draw = random();
  if (draw < TIE_SHARE) return "tie";
  if (draw < TIE_SHARE + BOTH_BAD_SHARE) return "both-bad";
  return random() < 1 / (1 + Math.exp(-logOdds)) ? "a" : "b";
}

/**
 * Writes battles and votes into a database that has none, so that every page of a development server has something to show. All of them or
 * none: processes that start together seed once, and a start that is cut off leaves nothing behind.
 */
export async function seedDemoVotes(deps: BattleDeps, contestantIds: readonly string[]): Promise<void> {
  await deps.db.transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${advisoryLocks.demoVotes})`);
    await seed({ ...deps, db: transaction }, contestantIds);
  });
}

async function seed(deps: BattleDeps, contestantIds: readonly string[]): Promise<void> {
  const { db } = deps;
  const [existing] = await db.select({ id: conversation.id }).from(conversation).limit(1);
  if (existing) return;
  const random = createRandom(SEED);
  const candidates = contestantIds.map((id) => ({ id, weight: 1 }));
  for (let index = 0; index < BATTLES; index++) {
    const [battleId, sessionId] = [randomUUID(), randomUUID()];
    const prompt = prompts[index % prompts.length] ?? "";
    const { slots, turnId } = await startBattle({ ...deps, random }, { battleId, sessionId, prompt, candidates });
    const text = `An answer to: ${prompt}`;
    await db
      .update(answer)
      .set({ status: "stop", rawText: text, shownText: text, promptTokens: 12, outputTokens: 40, firstTokenMs: 120, totalMs: 900 })
      .where(eq(answer.turnId, turnId));
    const lead = contestantIds.indexOf(slots.b.contestantId) - contestantIds.indexOf(slots.a.contestantId);
    await castVote(db, { battleId, sessionId, outcome: drawOutcome(lead * STEP, random), budget: null });
  }
}
