/** The rows of a raw statement: postgres.js returns the rows themselves, PGlite an object with them. */
export function rowsOf<Row>(result: unknown): Row[] {
  if (Array.isArray(result)) return result as Row[];
  return (result as { rows: Row[] }).rows;
}
