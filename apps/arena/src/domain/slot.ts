/** The anonymous positions of a battle. */
export const slots = ["a", "b"] as const;
export type Slot = (typeof slots)[number];
