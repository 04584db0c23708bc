/** What a conversation is for. */
export const modes = ["battle"] as const;
