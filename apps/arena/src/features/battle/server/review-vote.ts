import { canBeJudged } from "@/domain/early-vote";
import type { Fate } from "@/domain/fate";
import type { StoredTurn } from "@/features/conversation/server";

/** The first rule that a vote passes: every answer of the conversation is complete. */
export const completenessRule = { rule: "answers-complete", version: 2 } as const;

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

/**
 * Judges a vote from the answers that the voter saw.
 *
 * @param options `isEarly`: the vote ended the answers of the newest turn, so it counts where each of them can be judged.
 */
export function reviewAnswers(turns: readonly StoredTurn[], { isEarly = false } = {}): Review {
  const answersOf = ({ answers: own }: StoredTurn) => [...own.values()];
  const answers = turns.flatMap(answersOf);
  const ended = isEarly ? turns.slice(-1).flatMap(answersOf) : [];
  const notCounted = (reason: Fate): Review => ({ decision: "not-counted", reason });
  if (answers.some(({ status }) => status === "error")) return notCounted("answer-failed");
  if (answers.some((one) => one.status === "aborted" && !ended.includes(one))) return notCounted("answer-stopped");
  if (ended.some(({ status, shownText }) => status === "aborted" && !canBeJudged(shownText))) return notCounted("too-early");
  if (answers.some(({ rawText }) => rawText.trim() === "")) return notCounted("empty-answer");
  return { decision: "counted", reason: null };
}

/** The public word for a review. */
export const fateOf = ({ decision, reason }: Review): string => (decision === "counted" ? "counted" : (reason ?? "not-counted"));
