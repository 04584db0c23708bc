import { type AnswerEvent, type GenerationEvent, InferenceError } from "@llmlist/inference";
import type { EndReason } from "@/domain/end-reason";
import type { Database } from "@/server/db/database";
import { noteDatabaseFailure } from "@/server/db/database-health";
import { logError } from "@/server/log";
import { type AnswerEnd, type AnswerKey, saveEnd, saveText } from "./save-answer";

const SAVE_MS = 500;

/** An answer on its way to the page: what is shown, and what the model wrote. */
interface PresentedAnswer {
  readonly events: AsyncIterable<AnswerEvent>;
  /** All that the model has written so far; ahead of what is shown. */
  rawText(): string;
  /** The part of it that the shown text covers. */
  rawOf(shown: string): string;
  /** What the whole answer looks like to the page. */
  shownOf(raw: string): string;
}

/** Turns what models write into what a page shows: as it is, or masked and at one pace. */
export interface Presentation {
  present(written: readonly AsyncIterable<GenerationEvent>[], signal: AbortSignal): readonly PresentedAnswer[];
}

interface Writing {
  readonly db: Database;
  readonly key: AnswerKey;
  readonly stream: PresentedAnswer;
  readonly abort: AbortController;
  readonly onText: (text: string) => void;
  /** Resolves when the models begin; nothing is written before. */
  readonly admitted: Promise<unknown>;
}

/** Shows and saves one answer to its end. A page that is loaded again sees no more of it than was shown. */
export async function writeAnswer(writing: Writing): Promise<EndReason> {
  const { db, key, stream, abort, onText, admitted } = writing;
  let shown = "";
  const saving = saveWhileWriting(db, key, abort, () => ({ raw: stream.rawText(), shown }));
  admitted.then(saving.start, () => {});
  let end: AnswerEnd = { status: "error", errorCode: "no-end" };
  try {
    for await (const event of stream.events) {
      if (event.type === "text-delta") {
        shown += event.text;
        onText(event.text);
      } else {
        end = endOf(event);
      }
    }
  } catch (error) {
    end = endOfError(error, abort.signal.aborted);
  }
  await saving.stop();
  const wasStopped = end.status === "aborted";
  const raw = wasStopped ? stream.rawOf(shown) : stream.rawText();
  return saveEnd(db, key, { raw, shown: wasStopped ? shown : stream.shownOf(raw) }, end);
}

function endOf(event: Extract<AnswerEvent, { type: "generation-end" }>): AnswerEnd {
  const { type: _, reason, record, queueMs, cachedTokens, ...figures } = event;
  const rest = { ...(queueMs === undefined ? {} : { queueMs }), ...(cachedTokens === undefined ? {} : { cachedTokens }) };
  return { status: reason, ...figures, record: { ...record, ...rest } };
}

function endOfError(error: unknown, wasStopped: boolean): AnswerEnd {
  if (wasStopped) return { status: "aborted" };
  const errorCode = InferenceError.isInstance(error) ? error.code : "internal-error";
  if (errorCode === "internal-error") logError("an answer", error);
  return { status: "error", errorCode };
}

/** Saves what has been written twice a second, one save at a time. An answer that another process took over is aborted. */
function saveWhileWriting(db: Database, key: AnswerKey, abort: AbortController, text: () => { raw: string; shown: string }) {
  let timer: NodeJS.Timeout | undefined;
  let saving: Promise<void> | null = null;
  let isStopped = false;
  const save = () => {
    saving ??= saveText(db, key, text())
      .then(
        (isOurs) => {
          if (!isOurs) abort.abort();
        },
        (error: unknown) => {
          noteDatabaseFailure(error);
          logError("saving an answer", error);
        },
      )
      .finally(() => (saving = null));
  };
  return {
    start() {
      if (!isStopped) timer = setInterval(save, SAVE_MS);
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await saving;
    },
  };
}
