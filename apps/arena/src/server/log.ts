/** Writes an unexpected error to the operator's log; nothing else does. */
export function logError(where: string, error: unknown): void {
  console.error(`llmlist: ${where}:`, error); // oxlint-disable-line no-console
}
