/** What a voter can say of the better answer after the vote, or of what both lack. It never changes what the vote is worth. */
export const reasons = ["correct", "follows-instructions", "clear", "creative", "safe"] as const;
export type Reason = (typeof reasons)[number];

/** How long after the vote its reasons can be given and changed. */
export const REASONS_OPEN_MINUTES = 10;
