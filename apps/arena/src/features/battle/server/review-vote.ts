import { type Fate, fates } from "@/domain/fate";
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
export function fateOf({ decision, reason }: Review): Fate {
  if (decision === "counted") return "counted";
  const known = fates.find((fate) => fate === reason);
  if (known === undefined || known === "counted") throw new Error(`A vote does not count for an unknown reason: ${reason}.`);
  return known;
}
