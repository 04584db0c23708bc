/**
 * The exact McNemar test: how likely two equally good models part on as many questions as unevenly as these did. Two-sided, from the binomial
 * distribution with p = 1/2 (McNemar, "Note on the sampling error of the difference between correlated proportions or percentages", 1947).
 *
 * @param onlyFirst Questions that the first model alone answered right.
 * @param onlySecond Questions that the second alone answered right.
 */
export function mcnemar(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  const most = Math.min(onlyFirst, onlySecond);
  let tail = 0;
  let logTerm = -n * Math.LN2;
  for (let k = 0; k <= most; k++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log(n - k) - Math.log(k + 1);
  }
  return Math.min(1, 2 * tail);
}
