/** What became of a vote: counted, or why not. The list grows, so a client takes a fate that it does not know as not counted. */
export const fates = [
  "counted",
  "answer-failed",
  "answer-stopped",
  "too-early",
  "empty-answer",
  "identity-leaked",
  "over-budget",
  "duplicate-prompt",
  "unlike-others",
] as const;
export type Fate = (typeof fates)[number];
