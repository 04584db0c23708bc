/**
 * Models with fewer votes are shown apart and hold no rank. From here on a rating differs from the exact maximum by less than a quarter of
 * its interval's half, see the README of `@llmlist/elo`.
 */
export const PRELIMINARY_BELOW_VOTES = 30;
