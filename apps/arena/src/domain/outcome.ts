/** The possible judgements on two answers. */
export const outcomes = ["a", "b", "tie", "both-bad"] as const;
export type Outcome = (typeof outcomes)[number];
