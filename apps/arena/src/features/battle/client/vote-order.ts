import type { Outcome } from "@/domain/outcome";

/** In the order of the panes, which is also the order of the keys 1 to 4. */
export const voteOrder = ["a", "tie", "b", "both-bad"] as const satisfies readonly Outcome[];
