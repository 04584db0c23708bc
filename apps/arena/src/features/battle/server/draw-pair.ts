/** A contestant that can be drawn. */
export interface Candidate {
  readonly id: string;
  /** At least 0; 0 is never drawn. */
  readonly weight: number;
}

/** A drawn pair, and the probability of exactly this pair in this order. */
export interface DrawnPair {
  readonly a: string;
  readonly b: string;
  readonly propensity: number;
}

/**
 * Draws two different contestants: an unordered pair in proportion to the product of its weights, its order by a fair coin.
 *
 * @param random Numbers in [0, 1); one for the pair, one for the order.
 * @throws RangeError when fewer than two contestants have a positive weight.
 */
export function drawPair(candidates: readonly Candidate[], random: () => number): DrawnPair {
  const drawable = candidates.filter(({ weight }) => weight > 0);
  const pairs = drawable.flatMap((first, index) =>
    drawable.slice(index + 1).map((second) => ({ first: first.id, second: second.id, weight: first.weight * second.weight })),
  );
  const total = pairs.reduce((sum, { weight }) => sum + weight, 0);
  let rest = random() * total;
  // Rounding may leave a rest after the last pair.
  const drawn = pairs.find(({ weight }) => (rest -= weight) < 0) ?? pairs.at(-1);
  if (!drawn) throw new RangeError("A pair needs two contestants with a weight above 0.");
  const isSwapped = random() >= 0.5;
  return {
    a: isSwapped ? drawn.second : drawn.first,
    b: isSwapped ? drawn.first : drawn.second,
    propensity: drawn.weight / total / 2,
  };
}
