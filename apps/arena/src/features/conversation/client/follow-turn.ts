import { nothingRead, type ReadEnd, readTurn, type TurnProgress } from "./read-turn";

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 8_000;

/** Resolves after the time, or at once when the browser is online again or the signal aborts. */
export function waitToRetry(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}

/**
 * Follows one turn through lost connections until it has ended or the conversation is at another turn.
 *
 * @param options `first` is a stream that is open already. `open` opens one after the event with this id, 0 for all events; where it
 * rejects, `isFinal` decides whether a retry is useless; then the error is thrown.
 */
export async function followTurn(options: {
  turn: number;
  first: Response | null;
  open: (lastEventId: number) => Promise<Response>;
  isFinal: (error: unknown) => boolean;
  onProgress: (progress: TurnProgress) => void;
  onLost: () => void;
  signal: AbortSignal;
  wait?: typeof waitToRetry;
}): Promise<Exclude<ReadEnd, "lost"> | "aborted"> {
  const { turn, open, isFinal, onLost, signal, wait = waitToRetry } = options;
  let response = options.first;
  let progress = nothingRead;
  let retryMs = FIRST_RETRY_MS;
  const onProgress = (received: TurnProgress) => {
    if (signal.aborted) return;
    if (received !== progress) retryMs = FIRST_RETRY_MS;
    progress = received;
    options.onProgress(received);
  };
  while (!signal.aborted) {
    try {
      response ??= await open(progress.lastEventId);
      const end = await readTurn(response, { turn, from: progress, onProgress });
      if (signal.aborted) break;
      if (end !== "lost") return end;
    } catch (error) {
      if (signal.aborted) break;
      if (isFinal(error)) throw error;
    }
    response = null;
    onLost();
    await wait(retryMs, signal);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  }
  return "aborted";
}
