import type { Fate } from "@/domain/fate";
import type { StoredTurn } from "@/features/conversation/server";

/** The first rule that a vote passes: every answer of the conversation is complete. */
export const completenessRule = { rule: "answers-complete", version: 1 } as const;

/** The rule that decides over an otherwise complete vote: the voter did not read who answers. */
export const identityRule = { rule: "identity-hidden", version: 1 } as const;

/** A judgement on a vote. */
export interface Review {
  readonly decision: "counted" | "not-counted";
  readonly reason: string | null;
}

/** A judgement with the rule that made it. */
export interface JudgedReview extends Review {
  readonly rule: string;
  readonly version: number;
}

/** Judges a vote from the answers that the voter saw. */
export function reviewAnswers(turns: readonly StoredTurn[]): Review {
  const answers = turns.flatMap((turn) => [...turn.answers.values()]);
  const notCounted = (reason: Fate): Review => ({ decision: "not-counted", reason });
  if (answers.some(({ status }) => status === "error")) return notCounted("answer-failed");
  if (answers.some(({ status }) => status === "aborted")) return notCounted("answer-stopped");
  if (answers.some(({ rawText }) => rawText.trim() === "")) return notCounted("empty-answer");
  return { decision: "counted", reason: null };
}

/** The public word for a review. */
export const fateOf = ({ decision, reason }: Review): string => (decision === "counted" ? "counted" : (reason ?? "not-counted"));
