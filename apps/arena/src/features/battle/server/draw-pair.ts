/** Two different contestants, every ordered pair equally likely, and the probability of the pair that came. */
export function drawPair(ids: readonly string[], random: () => number): { a: string; b: string; propensity: number } {
  const first = Math.floor(random() * ids.length);
  const second = Math.floor(random() * (ids.length - 1));
  const a = ids[first];
  const b = ids[second < first ? second : second + 1];
  if (a === undefined || b === undefined) throw new RangeError("A pair needs two contestants.");
  return { a, b, propensity: 1 / (ids.length * (ids.length - 1)) };
}
