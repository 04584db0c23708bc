import { type Contestant, type Engine, InferenceError } from "@llmlist/inference";
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { answer } from "@/server/db/schema";
import { logError } from "@/server/handle";
import { type BattleEvent, type EndReason, type Slot, slots } from "../contract";
import { identityWords, redactIdentity } from "./redact-identity";
import { createEventLog, type EventLog, slotWriter } from "./event-log";

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
  start(battle: { battleId: string; prompt: string; slots: Record<Slot, { contestantId: string; seed: number }> }): void;
  /** All events from the first on, or null when the battle does not run here. */
  follow(battleId: string): AsyncIterable<BattleEvent> | null;
  /** Ends both answers; what was written stays. */
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

export function createLiveBattles(held: { db: Database; engine: Engine; contestants: ReadonlyMap<string, Contestant> }): LiveBattles {
  const { db, engine } = held;
  const battles = new Map<string, LiveBattle>();
  const words = identityWords(held.contestants.values());

  async function writeAnswer(
    battleId: string,
    slot: Slot,
    contestantId: string,
    prompt: string,
    seed: number,
    live: Pick<LiveBattle, "log" | "abort">,
  ) {
    const where = and(eq(answer.battleId, battleId), eq(answer.slot, slot), eq(answer.status, "running"));
    const writer = slotWriter(live.log, slot, words);
    let text = "";
    let flushed = Promise.resolve();
    const flush = () => {
      const saved = text;
      flushed = flushed
        .then(() =>
          db
            .update(answer)
            .set({ text: saved, heartbeatAt: sql`clock_timestamp()` })
            .where(where),
        )
        .then(
          () => {},
          (error: unknown) => logError("saving an answer", error),
        );
    };
    const timer = setInterval(flush, FLUSH_MS);
    let end: {
      status: EndReason;
      promptTokens?: number | null;
      outputTokens?: number | null;
      firstTokenMs?: number | null;
      totalMs?: number;
      errorCode?: string;
    };
    try {
      end = { status: "error", errorCode: "no-end" };
      const request = { ...sampling, messages: [{ role: "user" as const, content: prompt }], seed, signal: live.abort.signal };
      for await (const event of engine.generate(contestantId, request)) {
        if (event.type === "text-delta") {
          text += event.text;
          writer.write(event.text);
        } else if (event.type === "generation-end") {
          const { type: _, reason, ...figures } = event;
          end = { status: reason, ...figures };
        }
      }
    } catch (error) {
      if (!InferenceError.isInstance(error)) logError("an answer", error);
      end = { status: "error", errorCode: InferenceError.isInstance(error) ? error.code : "internal-error" };
    } finally {
      clearInterval(timer);
    }
    await flushed;
    try {
      await db
        .update(answer)
        .set({ text, ...end })
        .where(where);
    } catch (error) {
      logError("saving the end of an answer", error);
      end.status = "error";
    }
    // The end is told only when it is stored, so a vote that follows it is never refused as early.
    writer.end(end.status);
  }

  return {
    start({ battleId, prompt, slots: sides }) {
      const log = createEventLog();
      const abort = new AbortController();
      const done = Promise.all(
        slots.map((slot) => writeAnswer(battleId, slot, sides[slot].contestantId, prompt, sides[slot].seed, { log, abort })),
      ).then(() => {
        log.append({ event: "battle-end", data: {} });
        battles.delete(battleId);
      });
      battles.set(battleId, { log, abort, done });
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
