/** Why an answer ended. */
export const endReasons = ["stop", "length", "error", "aborted"] as const;
export type EndReason = (typeof endReasons)[number];
