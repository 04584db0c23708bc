const FIRST_MS = 250;
const LAST_MS = 30_000;

/** Milliseconds to wait before the next try, after so many failures in a row. */
export const backOff = (failures: number): number => Math.min(LAST_MS, FIRST_MS * 2 ** (failures - 1));
