/**
 * Models with fewer votes are shown apart and hold no rank. From here on a rating differs from the exact maximum by less than a quarter of
 * its interval's half, see the README of `@llmlist/elo`.
 */
export const PRELIMINARY_BELOW_VOTES = 30;

/** Speeds are measured over so many of the newest battles that have a vote: enough for each model of a large board, and quick to read. */
export const SPEED_VOTES = 2_000;
