/**
 * A vote that ends the answers while they are being written counts if each of them shows so many characters: enough to judge by. An answer
 * that had ended by itself may be shorter.
 */
const EARLY_VOTE_CHARACTERS = 100;

/** Whether a text that is still being written is long enough to be judged. */
export const canBeJudged = (text: string): boolean => [...text.trim()].length >= EARLY_VOTE_CHARACTERS;
