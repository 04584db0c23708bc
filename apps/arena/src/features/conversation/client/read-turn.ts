import { EventSourceParserStream } from "eventsource-parser/stream";
import { type Slot, slots } from "@/domain/slot";
import { queuePosition, slotDelta, slotEnd, turnEnd } from "../contract";
import { type Answers, unwritten } from "./answer-state";

/** How far a turn was read: its answers, its position in the queue, and the id of the last event; 0 before the first. */
export interface TurnProgress {
  readonly answers: Answers;
  readonly position: number;
  readonly lastEventId: number;
}

export const nothingRead: TurnProgress = {
  answers: Object.fromEntries(slots.map((slot) => [slot, unwritten])) as Record<Slot, typeof unwritten>,
  position: 0,
  lastEventId: 0,
};

/** How a stream ended: the turn ended, the connection was lost, or the conversation is at another turn. */
export type ReadEnd = "turn-ended" | "lost" | "other-turn";

/** The server sends a ping each 10 s; a connection that is silent for this long is dead, even if it was not closed. */
const SILENCE_MS = 25_000;

/** Passes bytes through, and ends with an error after a silence. */
function watchSilence(silenceMs: number): TransformStream<Uint8Array, Uint8Array> {
  let timer: ReturnType<typeof setTimeout>;
  const restart = (controller: TransformStreamDefaultController) => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.error(new Error(`The stream was silent for ${silenceMs} ms.`)), silenceMs);
  };
  return new TransformStream({
    start: restart,
    transform(chunk, controller) {
      restart(controller);
      controller.enqueue(chunk);
    },
    flush: () => clearTimeout(timer),
  });
}

const events = (body: ReadableStream<Uint8Array>, silenceMs: number) =>
  body
    .pipeThrough(watchSilence(silenceMs))
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(new EventSourceParserStream())
    .getReader();

interface StreamMessage {
  readonly event?: string | undefined;
  readonly id?: string | undefined;
  readonly data: string;
}

/**
 * A stream that goes on after the last event that was read continues the text. One without ids, or with another id than the next, begins
 * again at the first word.
 */
function continued(progress: TurnProgress, { id }: StreamMessage): TurnProgress {
  const eventId = Number(id ?? 0);
  const goesOn = eventId === progress.lastEventId + 1;
  return { ...(goesOn || progress.lastEventId === 0 ? progress : nothingRead), lastEventId: eventId };
}

function applied(progress: TurnProgress, { event, data }: StreamMessage): TurnProgress {
  const body: unknown = JSON.parse(data);
  const { answers } = progress;
  if (event === "queue-position") return { ...progress, position: queuePosition.parse(body).position };
  if (event === "slot-delta") {
    const { slot, text } = slotDelta.parse(body);
    return { ...progress, answers: { ...answers, [slot]: { ...answers[slot], text: answers[slot].text + text } } };
  }
  if (event === "slot-end") {
    const { slot, reason } = slotEnd.parse(body);
    return { ...progress, answers: { ...answers, [slot]: { ...answers[slot], end: reason } } };
  }
  return progress;
}

/** The server closes a stream after its `battle-end`; another turn's goes on, and nobody here reads it. */
function leave(reader: ReadableStreamDefaultReader, end: "turn-ended" | "other-turn") {
  const left = end === "turn-ended" ? reader.read() : reader.cancel();
  // The connection may be lost just now; nothing more was expected from it.
  left.catch(() => {});
  return end;
}

/**
 * Reads the events of a turn and notifies of its progress, at most once in `everyMs` (one paint for all panes).
 *
 * @param from How far the turn was read before; a lost connection goes on from there.
 */
export async function readTurn(
  response: Response,
  options: {
    turn: number;
    from: TurnProgress;
    onProgress: (progress: TurnProgress) => void;
    everyMs?: number;
    silenceMs?: number;
  },
): Promise<ReadEnd> {
  const { turn, onProgress, everyMs = 33, silenceMs = SILENCE_MS } = options;
  if (!response.body) return "lost";
  // Without ids the stream begins again at the first word.
  let progress = options.from.lastEventId === 0 ? nothingRead : options.from;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const notify = () => {
    clearTimeout(timer);
    timer = undefined;
    onProgress(progress);
  };
  const reader = events(response.body, silenceMs);
  let isOther = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return "lost";
      isOther = turnEnd.parse(JSON.parse(value.data)).turn !== turn;
      if (isOther) return leave(reader, "other-turn");
      progress = applied(continued(progress, value), value);
      if (value.event === "battle-end") return leave(reader, "turn-ended");
      timer ??= setTimeout(notify, everyMs);
    }
  } catch {
    // A cut or silent connection rejects the read; the caller reattaches.
    return "lost";
  } finally {
    if (!isOther) notify();
    clearTimeout(timer);
  }
}
