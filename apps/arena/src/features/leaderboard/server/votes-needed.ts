/** Standard errors on each side of a 95 % interval. */
const Z = 1.96;
/** Elo points to log-odds. */
const LOG_ODDS = Math.LN10 / 400;

/**
 * About how many more votes on one pair take zero out of the 95 % interval of its difference, if the true difference is the estimated one.
 * A vote adds p (1 - p) to the information on the difference (Fisher); votes on other pairs are left out, and ties make it fewer.
 *
 * @param lead Points by which the one is ahead.
 * @param se Standard error of the lead, in points.
 * @returns 0 where zero is out already; null where the lead is nothing, so that no number of votes would do.
 */
export function votesNeeded({ lead, se }: { lead: number; se: number }): number | null {
  if (Math.abs(lead) > Z * se) return 0;
  if (lead === 0) return null;
  const [difference, error] = [Math.abs(lead) * LOG_ODDS, se * LOG_ODDS];
  const p = 1 / (1 + Math.exp(-difference));
  const missing = (Z / difference) ** 2 - 1 / error ** 2;
  return Math.ceil(missing / (p * (1 - p)));
}
