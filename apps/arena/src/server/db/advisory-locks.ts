/** Ids of the PostgreSQL advisory locks that the arena takes. One list, so that no two uses share an id. */
export const advisoryLocks = {
  /** Held by the process that migrates. */
  migration: 7_120_001,
  /** Held by the process that writes a snapshot. */
  snapshot: 7_120_002,
  /** Held by the process that tests the votes of each session. */
  voterReview: 7_120_003,
  /** Held by the process that writes the votes of a development server. */
  demoVotes: 7_120_010,
} as const;

/** First halves of locks of two numbers; the second is a hash of what is locked. */
export const advisoryLockClasses = {
  /** Held by the transaction that charges the budget of a session or an address. */
  voteBudget: 7_120,
} as const;
