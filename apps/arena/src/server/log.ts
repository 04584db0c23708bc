/** The one place where the arena writes an unexpected error for its operator. */
export function logError(where: string, error: unknown): void {
  console.error(`llmlist: ${where}:`, error); // oxlint-disable-line no-console
}
