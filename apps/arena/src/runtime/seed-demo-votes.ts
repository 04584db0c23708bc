import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Outcome } from "@/domain/outcome";
import { castVote, startBattle } from "@/features/battle/server";
import type { Database } from "@/server/db/database";
import { answer, battle } from "@/server/db/schema";

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

/** Writes battles and votes into a database that has none, so that every page of a development server has something to show. */
export async function seedDemoVotes(db: Database, contestantIds: readonly string[]): Promise<void> {
  const [existing] = await db.select({ id: battle.id }).from(battle).limit(1);
  if (existing) return;
  const random = createRandom(SEED);
  for (let index = 0; index < BATTLES; index++) {
    const [battleId, sessionId] = [randomUUID(), randomUUID()];
    const prompt = prompts[index % prompts.length] ?? "";
    const { slots } = await startBattle(db, { battleId, sessionId, prompt, contestantIds, random });
    const end = {
      status: "stop" as const,
      text: `An answer to: ${prompt}`,
      promptTokens: 12,
      outputTokens: 40,
      firstTokenMs: 120,
      totalMs: 900,
    };
    await db.update(answer).set(end).where(eq(answer.battleId, battleId));
    const lead = contestantIds.indexOf(slots.b.contestantId) - contestantIds.indexOf(slots.a.contestantId);
    await castVote(db, { battleId, sessionId, outcome: drawOutcome(lead * STEP, random) });
  }
}
