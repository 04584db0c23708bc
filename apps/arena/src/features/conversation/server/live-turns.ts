import type { Engine, GenerationEvent, Message, Sampling } from "@llmlist/inference";
import { type Slot, slots } from "@/domain/slot";
import type { Database } from "@/server/db/database";
import { logError } from "@/server/log";
import { type TurnTicket, unlimitedTicket } from "@/server/limits/admission";
import { admitTurn } from "./admit-turn";
import { createEventLog, type EventLog, type LoggedEvent } from "./event-log";
import { createReaders, type Readers } from "./readers";
import { type Presentation, writeAnswer } from "./write-answer";

/** A turn whose rows are written and whose answers can begin. */
export interface StartedTurn {
  readonly conversationId: string;
  readonly turnId: string;
  readonly number: number;
  /** Requests of one user wait behind each other, not behind those of all. */
  readonly user: string;
  readonly slots: Readonly<Record<Slot, { readonly contestantId: string; readonly seed: number; readonly messages: readonly Message[] }>>;
  /** The same for every slot. */
  readonly maxTokens: number;
}

/** The turns that this process is answering, each with a log that any number of readers can follow. */
export interface LiveTurns {
  /**
   * Begins all answers of a turn and returns its events. Answers that are being written go on whether or not anybody reads; a turn that
   * waits and has no reader for 30 s is stopped.
   *
   * @param ticket The turn's entry in the queue, which is left at its end.
   */
  start(turn: StartedTurn, presentation: Presentation, ticket?: TurnTicket): AsyncIterable<LoggedEvent>;
  /** The events of the running turn after `lastId`, or null when no turn of the conversation runs here. */
  follow(conversationId: string, lastId?: number): AsyncIterable<LoggedEvent> | null;
  /** Ends all answers of the running turn; what was shown stays. False where no turn of the conversation runs here. */
  stop(conversationId: string): boolean;
  close(): Promise<void>;
}

/** All contestants answer with the same sampling, unless the configuration gives one a value of its own. */
const sampling = {
  systemPrompt: "You are a helpful assistant.",
  temperature: 0.7,
  topP: 0.95,
  topK: 40,
  timeoutMs: 120_000,
} as const;

/** Values that replace those of the shared sampling. */
export type OwnSampling = Partial<Omit<Sampling, "maxTokens" | "seed">> & { readonly systemPrompt?: string };

const UNREAD_MS = 30_000;

interface RunningTurn {
  readonly log: EventLog;
  readonly readers: Readers;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

interface LiveTurnsDeps {
  readonly db: Database;
  readonly engine: Pick<Engine, "reserveTogether">;
  readonly leaseHolder: string;
  readonly samplingOf?: (contestantId: string) => OwnSampling;
  /** Milliseconds for which a turn waits without a reader. */
  readonly unreadMs?: number;
}

export function createLiveTurns(deps: LiveTurnsDeps): LiveTurns {
  const running = new Map<string, RunningTurn>();

  return {
    start(turn, presentation, ticket = unlimitedTicket) {
      const [log, abort, readers] = [createEventLog(turn.number), new AbortController(), createReaders()];
      const done = runTurn(deps, { started: turn, presentation, ticket, log, abort, readers })
        .catch((error: unknown) => {
          logError("a turn", error);
          // Readers wait for this event.
          log.append({ event: "battle-end", data: { turn: turn.number } });
        })
        .finally(() => {
          ticket.leave();
          if (running.get(turn.conversationId)?.log === log) running.delete(turn.conversationId);
        });
      running.set(turn.conversationId, { log, readers, abort, done });
      return readers.count(log.read());
    },
    follow(conversationId, lastId) {
      const turn = running.get(conversationId);
      return turn ? turn.readers.count(turn.log.read(lastId)) : null;
    },
    stop(conversationId) {
      running.get(conversationId)?.abort.abort();
      return running.has(conversationId);
    },
    async close() {
      const turns = [...running.values()];
      for (const { abort } of turns) abort.abort();
      await Promise.all(turns.map(({ done }) => done));
    },
  };
}

interface Run extends Omit<RunningTurn, "done"> {
  readonly started: StartedTurn;
  readonly presentation: Presentation;
  readonly ticket: TurnTicket;
}

/** One turn from its wait to the end of its answers. */
async function runTurn(deps: LiveTurnsDeps, { started, presentation, ticket, log, abort, readers }: Run): Promise<void> {
  const { db, engine, leaseHolder, samplingOf = () => ({}), unreadMs = UNREAD_MS } = deps;
  const { turnId, number: turn } = started;
  const notifyPosition = (position: number) => log.append({ event: "queue-position", data: { turn, position } });
  const admitted = admitTurn(engine, started, { ticket, signal: abort.signal, notifyPosition });
  // Who waits for nobody holds up the others; what is being written is kept for when its reader returns.
  const stopUnread = readers.whenNone(unreadMs, () => abort.abort());
  admitted.then(stopUnread, stopUnread);
  const generate = async function* (slot: Slot): AsyncGenerator<GenerationEvent> {
    const reservation = (await admitted)[slots.indexOf(slot)];
    if (!reservation) throw new Error(`Slot ${slot} was admitted without a reservation.`);
    const { contestantId, messages, seed } = started.slots[slot];
    yield* reservation.generate({
      ...sampling,
      ...samplingOf(contestantId),
      maxTokens: started.maxTokens,
      messages: [...messages],
      seed,
    });
  };
  const streams = presentation.present(slots.map(generate), abort.signal);
  await Promise.all(
    slots.map(async (slot, index) => {
      const stream = streams[index];
      if (!stream) throw new Error(`Slot ${slot} has no stream.`);
      const key = { turnId, slot, leaseHolder };
      const onText = (text: string) => log.append({ event: "slot-delta", data: { turn, slot, text } });
      const reason = await writeAnswer({ db, key, stream, abort, onText, admitted });
      // The end is announced only once it is stored, so a vote that follows it is never refused as early.
      log.append({ event: "slot-end", data: { turn, slot, reason } });
    }),
  );
  log.append({ event: "battle-end", data: { turn } });
}
