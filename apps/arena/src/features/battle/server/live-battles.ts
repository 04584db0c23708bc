import {
  type AnswerEvent,
  type LocalModel as Contestant,
  type GenerateRequest,
  InferenceError,
  paceTogether,
  type WorkerPool,
} from "@llmlist/inference";
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { answer } from "@/server/db/schema";
import { logError } from "@/server/log";
import type { EndReason } from "@/domain/end-reason";
import { type Slot, slots } from "@/domain/slot";
import type { BattleEvent } from "../contract";
import { createEventLog, type EventLog } from "./event-log";
import { identityWords, redactIdentity, withoutNames } from "./redact-identity";
import type { StartedBattle } from "./start-battle";

const FLUSH_MS = 500;
const sampling = {
  systemPrompt: "You are a helpful assistant.",
  maxTokens: 400,
  temperature: 0.7,
  topP: 0.95,
  topK: 40,
  timeoutMs: 120_000,
} as const;

/** The answers that this process is writing, each with the log that any number of readers can follow. */
export interface LiveBattles {
  /** Begins both answers; they go on whether or not anybody reads. */
  start(battle: StartedBattle): void;
  /** All events from the first on, or null when the battle does not run here. */
  follow(battleId: string): AsyncIterable<BattleEvent> | null;
  /** Ends both answers; what was shown stays. */
  stop(battleId: string): void;
  /** Takes the names of all contestants out of a complete text. */
  redact(text: string): string;
  close(): Promise<void>;
}

interface LiveBattle {
  readonly log: EventLog;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

export function createLiveBattles(held: {
  db: Database;
  engine: Pick<WorkerPool, "admitTogether">;
  contestants: ReadonlyMap<string, Contestant>;
}): LiveBattles {
  const { db, engine } = held;
  const battles = new Map<string, LiveBattle>();
  const words = identityWords(held.contestants.values());

  async function fight({ battleId, sessionId, prompt, slots: sides }: StartedBattle, { log, abort }: Pick<LiveBattle, "log" | "abort">) {
    const { signal } = abort;
    let hasWaited = false;
    const tellPosition = (position: number) => {
      hasWaited = position > 0;
      log.append({ event: "queue-position", data: { position } });
    };
    const ids = slots.map((slot) => sides[slot].contestantId);
    const admitted = engine.admitTogether(ids, { user: sessionId, signal, onPosition: tellPosition }).then((places) => {
      if (hasWaited) tellPosition(0);
      return places;
    });
    /** As the models write them; ahead of what is shown. */
    const written = { a: "", b: "" };
    async function* write(slot: Slot): AsyncGenerator<AnswerEvent> {
      const generate = (await admitted)[slots.indexOf(slot)];
      if (!generate) throw new Error("A side of a battle was let in without a place.");
      const request: GenerateRequest = { ...sampling, messages: [{ role: "user", content: prompt }], seed: sides[slot].seed };
      yield* withoutNames(generate(request), words, (text) => (written[slot] += text));
    }
    const [a, b] = paceTogether([write("a"), write("b")], { signal });
    const show = (slot: Slot, events: AsyncIterable<AnswerEvent>) =>
      showAnswer({ battleId, slot, events, signal, log, whole: () => written[slot] });
    await Promise.all([show("a", a), show("b", b)]);
  }

  /** Tells and saves an answer as it is shown: a page that is loaded again, too, learns nothing of how far its model is. */
  async function showAnswer(side: {
    battleId: string;
    slot: Slot;
    events: AsyncIterable<AnswerEvent>;
    signal: AbortSignal;
    log: EventLog;
    whole: () => string;
  }) {
    const { battleId, slot, events, signal, log, whole } = side;
    const where = and(eq(answer.battleId, battleId), eq(answer.slot, slot), eq(answer.status, "running"));
    let shown = "";
    let flushed = Promise.resolve();
    const flush = () => {
      const text = shown;
      flushed = flushed
        .then(() =>
          db
            .update(answer)
            .set({ text, heartbeatAt: sql`clock_timestamp()` })
            .where(where),
        )
        .then(
          () => {},
          (error: unknown) => logError("saving an answer", error),
        );
    };
    const timer = setInterval(flush, FLUSH_MS);
    let end: Omit<Partial<typeof answer.$inferInsert>, "status"> & { status: EndReason } = { status: "error", errorCode: "no-end" };
    try {
      for await (const event of events) {
        if (event.type === "text-delta") {
          shown += event.text;
          log.append({ event: "slot-delta", data: { slot, text: event.text } });
        } else {
          const { type: _, reason, record, queueMs, cachedTokens, ...figures } = event;
          const more = { ...(queueMs === undefined ? {} : { queueMs }), ...(cachedTokens === undefined ? {} : { cachedTokens }) };
          end = { status: reason, ...figures, record: { ...record, ...more } };
        }
      }
    } catch (error) {
      const code = InferenceError.isInstance(error) ? error.code : "internal-error";
      end = signal.aborted ? { status: "aborted" } : { status: "error", errorCode: code };
      if (!signal.aborted && code === "internal-error") logError("an answer", error);
    } finally {
      clearInterval(timer);
    }
    await flushed;
    try {
      await db
        .update(answer)
        .set({ text: end.status === "aborted" ? shown : whole(), ...end })
        .where(where);
    } catch (error) {
      logError("saving the end of an answer", error);
      end.status = "error";
    }
    // The end is told only when it is stored, so a vote that follows it is never refused as early.
    log.append({ event: "slot-end", data: { slot, reason: end.status } });
  }

  return {
    start(battle) {
      const log = createEventLog();
      const abort = new AbortController();
      const done = fight(battle, { log, abort }).then(() => {
        log.append({ event: "battle-end", data: {} });
        battles.delete(battle.battleId);
      });
      battles.set(battle.battleId, { log, abort, done });
    },
    follow: (battleId) => battles.get(battleId)?.log.read() ?? null,
    stop: (battleId) => battles.get(battleId)?.abort.abort(),
    redact: (text) => redactIdentity(text, words),
    async close() {
      const running = [...battles.values()];
      for (const { abort } of running) abort.abort();
      await Promise.all(running.map(({ done }) => done));
    },
  };
}
