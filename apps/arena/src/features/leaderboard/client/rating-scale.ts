/** A range of points that intervals are drawn on, with the round points that are marked. */
export interface RatingScale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

interface Interval {
  readonly rating: number;
  readonly low: number | null;
  readonly high: number | null;
}

const STEPS = [20, 50, 100, 200, 500, 1000];
const MOST_TICKS = 7;
/** Of the range, beyond the outermost ends. */
const MARGIN = 0.04;

/** From the lowest to the highest end of all intervals; ratings without an interval get room around them. */
export function scaleOf(intervals: readonly Interval[]): RatingScale {
  const ends = intervals.flatMap(({ rating, low, high }) => [low ?? rating - 100, high ?? rating + 100]);
  const [least, most] = ends.length === 0 ? [900, 1100] : [Math.min(...ends), Math.max(...ends)];
  const margin = Math.max(10, (most - least) * MARGIN);
  const [low, high] = [least - margin, most + margin];
  const step = STEPS.find((size) => (high - low) / size <= MOST_TICKS) ?? 2000;
  const first = Math.ceil(low / step) * step;
  const ticks = Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, index) => first + index * step);
  return { low, high, ticks };
}

/** Where a value stands on a scale, from 0 to 100; values outside stand at its end. */
export const percentOf = ({ low, high }: RatingScale, value: number): number =>
  (100 * (Math.min(high, Math.max(low, value)) - low)) / (high - low);
