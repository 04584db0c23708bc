import { setTimeout as delay } from "node:timers/promises";
import { isRunning, readTurns, type StopAnywhere } from "@/features/conversation/server";
import type { Database } from "@/server/db/database";
import type { VoteResponse } from "../contract";
import { castVote } from "./cast-vote";
import { findBattle } from "./find-battle";

/** A stopped answer is stored within a moment, by whichever process writes it. */
const STOPPED_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 50;

/**
 * Ends both answers, then votes. Where both had ended already it is a vote like any other.
 *
 * @throws ArenaError as `castVote`; `battle-running` where an answer does not end within five seconds.
 */
export async function castEarlyVote(
  { db, stopTurn }: { readonly db: Database; readonly stopTurn: StopAnywhere },
  input: Parameters<typeof castVote>[1],
): Promise<VoteResponse> {
  const battleId = await findBattle(db, input);
  const isEarly = isRunning(await readTurns(db, battleId));
  if (isEarly) {
    await stopTurn(battleId);
    const giveUpAt = performance.now() + STOPPED_WITHIN_MS;
    while (isRunning(await readTurns(db, battleId)) && performance.now() < giveUpAt) await delay(LOOK_EVERY_MS);
  }
  return castVote(db, { ...input, isEarly });
}
