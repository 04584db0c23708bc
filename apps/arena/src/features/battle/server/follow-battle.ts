import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "@/server/db/database";
import { slots } from "@/domain/slot";
import type { BattleEvent } from "../contract";
import { abortOrphans } from "./abort-orphans";
import { viewBattle } from "./view-battle";
import type { LiveBattles } from "./live-battles";

const POLL_MS = 500;

/**
 * The events of a battle from the first on. Where another process writes the answers they are read as it saves them; where no
 * process does, they end.
 */
export async function* followBattle(
  held: { db: Database; live: Pick<LiveBattles, "follow" | "redact"> },
  input: { battleId: string; sessionId: string | null; signal: AbortSignal },
): AsyncGenerator<BattleEvent> {
  const events = held.live.follow(input.battleId);
  if (events) {
    yield* events;
    return;
  }
  const sent = { a: 0, b: 0 };
  const ended = { a: false, b: false };
  while (!input.signal.aborted) {
    await abortOrphans(held.db);
    const view = await viewBattle(held.db, { ...input, redact: held.live.redact });
    for (const slot of slots) {
      const { text, end } = view.answers[slot];
      if (text.length > sent[slot]) yield { event: "slot-delta", data: { slot, text: text.slice(sent[slot]) } };
      sent[slot] = Math.max(sent[slot], text.length);
      if (end && !ended[slot]) {
        ended[slot] = true;
        yield { event: "slot-end", data: { slot, reason: end } };
      }
    }
    if (ended.a && ended.b) {
      yield { event: "battle-end", data: {} };
      return;
    }
    await delay(POLL_MS, undefined, { signal: input.signal }).catch(() => {});
  }
}
