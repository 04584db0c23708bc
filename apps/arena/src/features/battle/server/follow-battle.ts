import { setTimeout as delay } from "node:timers/promises";
import { slots } from "@/domain/slot";
import { type LiveTurns, readNewestTurn, readTurnAnswers, type TurnEvent } from "@/features/conversation/server";
import type { Database } from "@/server/db/database";
import { type BattleKey, findBattle } from "./find-battle";
import { readVote } from "./read-vote";

const POLL_MS = 500;

type FollowInput = BattleKey & { readonly lastEventId?: number; readonly signal: AbortSignal };

/**
 * The events of a battle's newest turn. Where another process writes the answers they are read as it saves them, without ids and from
 * the first word.
 *
 * @throws ArenaError `battle-not-found`.
 */
export async function followBattle(
  deps: { db: Database; live: Pick<LiveTurns, "follow"> },
  input: FollowInput,
): Promise<AsyncIterable<TurnEvent & { id?: number }>> {
  const { db, live } = deps;
  const battleId = await findBattle(db, input);
  return live.follow(battleId, input.lastEventId) ?? followStored(db, battleId, input.signal);
}

/** The events of the newest turn as its texts grow in the database; a further turn is not followed. */
async function* followStored(db: Database, battleId: string, signal: AbortSignal): AsyncGenerator<TurnEvent> {
  const isRevealed = Boolean((await readVote(db, battleId))?.reveal);
  const newest = await readNewestTurn(db, battleId);
  if (!newest) throw new Error(`Battle ${battleId} has no turn to follow.`);
  const { id: turnId, number: turn } = newest;
  const sent = { a: 0, b: 0 };
  const ended = { a: false, b: false };
  while (!signal.aborted) {
    const answers = await readTurnAnswers(db, turnId);
    for (const slot of slots) {
      const answer = answers.get(slot);
      const text = (isRevealed ? answer?.rawText : answer?.shownText) ?? "";
      if (text.length > sent[slot]) yield { event: "slot-delta", data: { turn, slot, text: text.slice(sent[slot]) } };
      sent[slot] = Math.max(sent[slot], text.length);
      if (answer && answer.status !== "running" && !ended[slot]) {
        ended[slot] = true;
        yield { event: "slot-end", data: { turn, slot, reason: answer.status } };
      }
    }
    if (ended.a && ended.b) {
      yield { event: "battle-end", data: { turn } };
      return;
    }
    await delay(POLL_MS, undefined, { signal }).catch(() => {});
  }
}
