/** The arithmetic mean, summed from the first to the last. */
export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The standard error of a mean: the sample's standard deviation (with n - 1) over the square root of n; null for fewer than two values. */
export function standardError(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1)) / Math.sqrt(values.length);
}

/** A part of a group. */
export interface Part {
  readonly mean: number;
  readonly standardError: number | null;
  readonly size: number;
}

/** The mean of a group, each part weighted by its size, with the pooled standard error (https://en.wikipedia.org/wiki/Pooled_variance). */
export function pooled(parts: readonly Part[]): { readonly mean: number; readonly standardError: number | null } {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const weighted = parts.reduce((sum, part) => sum + part.mean * part.size, 0) / size;
  if (parts.some((part) => part.standardError === null)) return { mean: weighted, standardError: null };
  const variance =
    parts.reduce((sum, part) => sum + (part.size - 1) * (part.standardError ?? 0) ** 2 * part.size, 0) / (size - parts.length);
  return { mean: weighted, standardError: Math.sqrt(variance / size) };
}

/** The plain mean of parts, with its standard error: sqrt(sum of squares) / k. */
export function unweighted(parts: readonly Part[]): { readonly mean: number; readonly standardError: number | null } {
  const middle = mean(parts.map((part) => part.mean));
  if (parts.some((part) => part.standardError === null)) return { mean: middle, standardError: null };
  return { mean: middle, standardError: Math.sqrt(parts.reduce((sum, part) => sum + (part.standardError ?? 0) ** 2, 0)) / parts.length };
}
