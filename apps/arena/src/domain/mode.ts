/** What a conversation is for. */
export const modes = ["battle"] as const;
export type Mode = (typeof modes)[number];
