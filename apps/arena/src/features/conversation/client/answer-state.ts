import type { EndReason } from "@/domain/end-reason";
import type { Slot } from "@/domain/slot";

/** One answer as the page knows it. `end` is null while it is being written. */
export interface AnswerState {
  readonly text: string;
  readonly end: EndReason | null;
}

export type Answers<S extends string = Slot> = Readonly<Record<S, AnswerState>>;

/** A prompt and the answers to it, one for each slot of the conversation. */
export interface TurnState<S extends string = Slot> {
  readonly prompt: string;
  readonly answers: Answers<S>;
}

export const unwritten: AnswerState = { text: "", end: null };

const listOf = (answers: Answers<string>): readonly AnswerState[] => Object.values(answers);

/** Whether an answer of the turn is still being written. */
export const isAnswering = (answers: Answers<string>): boolean => listOf(answers).some(({ end }) => end === null);

/** Whether there is a first word. All answers of a turn are shown from one instant on. */
export const hasBegun = (answers: Answers<string>): boolean => listOf(answers).some(({ text, end }) => text !== "" || end !== null);

/** A reattached stream may begin again at the first word: what is already on the page never shrinks, and what has ended stays ended. */
export function grownAnswer(shown: AnswerState, received: AnswerState): AnswerState {
  return { text: received.text.length >= shown.text.length ? received.text : shown.text, end: received.end ?? shown.end };
}

const statusOfEnd = { stop: "done", length: "cut", aborted: "stopped", error: "failed" } as const;

/**
 * The state shown with an answer. Until all answers of a turn have ended, all show the same state, since the first end would reveal a
 * short or fast model; only a failure is shown immediately.
 */
export function answerStatus({ end }: AnswerState, answers: Answers<string>) {
  if (end === "error") return "failed";
  if (end === null || isAnswering(answers)) return hasBegun(answers) ? "writing" : "waiting";
  return statusOfEnd[end];
}
