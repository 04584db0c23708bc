/** What became of a vote: counted, or why not. */
export const fates = ["counted", "answer-failed", "answer-stopped", "empty-answer", "identity-leaked"] as const;
export type Fate = (typeof fates)[number];
