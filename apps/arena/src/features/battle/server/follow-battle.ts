import { setTimeout as delay } from "node:timers/promises";
import { slots } from "@/domain/slot";
import { type LiveTurns, readTurns, type TurnEvent } from "@/features/conversation/server";
import type { Database } from "@/server/db/database";
import { type BattleKey, findBattle } from "./find-battle";
import { readVote } from "./read-vote";

const POLL_MS = 500;

/**
 * The events of a battle's newest turn. Where another process writes the answers they are read as it saves them, without ids and from
 * the first word.
 */
export async function* followBattle(
  deps: { db: Database; live: Pick<LiveTurns, "follow"> },
  input: BattleKey & { lastEventId?: number; signal: AbortSignal },
): AsyncGenerator<TurnEvent & { id?: number }> {
  const { db, live } = deps;
  const battleId = await findBattle(db, input);
  const events = live.follow(battleId, input.lastEventId);
  if (events) {
    yield* events;
    return;
  }
  const isRevealed = Boolean((await readVote(db, battleId))?.reveal);
  const sent = { a: 0, b: 0 };
  const ended = { a: false, b: false };
  let turnId: string | undefined;
  while (!input.signal.aborted) {
    const turns = await readTurns(db, battleId);
    // The turn of the first look: the next one may begin before this reader has seen the end.
    const followed = turnId === undefined ? turns.at(-1) : turns.find(({ id }) => id === turnId);
    if (!followed) throw new Error(`Battle ${battleId} has no turn to follow.`);
    turnId = followed.id;
    const turn = followed.number;
    for (const slot of slots) {
      const answer = followed.answers.get(slot);
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
    await delay(POLL_MS, undefined, { signal: input.signal }).catch(() => {});
  }
}
