/** What each command does, in the order of the usage. */
export const SUMMARIES = {
  rank: "a leaderboard: ratings with intervals",
  matrix: "who beat whom, and how often",
  compare: "whether one model is better than another, and how many votes are still needed to know",
  categories: "how a model's rating in a category differs from its rating in all votes",
  pairs: "which pairs to vote on next",
  flip: "the fewest votes found without which another model would lead",
  fraud: "voters whose votes do not fit",
  simulate: "what rigged votes would do",
  recompute: "whether a leaderboard follows from its votes",
} as const;

export type CommandName = keyof typeof SUMMARIES;
