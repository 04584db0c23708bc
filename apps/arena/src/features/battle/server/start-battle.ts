import type { Database } from "@/server/db/database";
import { answer, battle } from "@/server/db/schema";
import { ArenaError } from "@/server/http/problem";
import { type Slot, slots } from "@/domain/slot";
import { drawPair } from "./draw-pair";

/** What the engine needs to write both answers. */
export interface StartedBattle {
  readonly battleId: string;
  readonly sessionId: string;
  readonly prompt: string;
  readonly slots: Record<Slot, { contestantId: string; seed: number }>;
}

const SEED_LIMIT = 2 ** 31 - 1;

/**
 * Draws a pair and writes battle and two running answers in one transaction.
 * @throws ArenaError `battle-exists` when the id was used before.
 */
export async function startBattle(
  db: Database,
  input: { battleId: string; sessionId: string; prompt: string; contestantIds: readonly string[]; random: () => number },
): Promise<StartedBattle> {
  const { battleId, sessionId, prompt, random } = input;
  const pair = drawPair(input.contestantIds, random);
  const seed = () => Math.floor(random() * SEED_LIMIT);
  const sides = { a: { contestantId: pair.a, seed: seed() }, b: { contestantId: pair.b, seed: seed() } };
  await db.transaction(async (transaction) => {
    const inserted = await transaction
      .insert(battle)
      .values({ id: battleId, sessionId, contestantA: pair.a, contestantB: pair.b, propensity: pair.propensity, prompt })
      .onConflictDoNothing()
      .returning({ id: battle.id });
    if (inserted.length === 0) throw new ArenaError("battle-exists", "This battleId was used before; make a new UUID for a new battle.");
    await transaction.insert(answer).values(slots.map((slot) => ({ battleId, slot, status: "running" as const, seed: sides[slot].seed })));
  });
  return { battleId, sessionId, prompt, slots: sides };
}
