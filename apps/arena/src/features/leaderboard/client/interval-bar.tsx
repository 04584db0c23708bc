/** A rating with its 95 % interval on the scale of the whole board. */
export function IntervalBar(props: {
  readonly rating: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly scale: readonly [number, number];
}) {
  const { rating, low, high, scale } = props;
  const percent = (value: number) => `${(100 * (Math.min(scale[1], Math.max(scale[0], value)) - scale[0])) / (scale[1] - scale[0])}%`;
  return (
    <svg className="block overflow-visible" aria-hidden="true" height="16" width="100%">
      {low !== null && high !== null && (
        <line x1={percent(low)} x2={percent(high)} y1="8" y2="8" className="stroke-accent stroke-2 [stroke-linecap:round]" />
      )}
      <circle cx={percent(rating)} cy="8" r="4" className="fill-accent" />
    </svg>
  );
}

/** From the lowest to the highest end of all intervals; a board without intervals gets a margin around its ratings. */
export function scaleOf(models: readonly { rating: number; low: number | null; high: number | null }[]): [number, number] {
  const ends = models.flatMap(({ rating, low, high }) => [low ?? rating - 100, high ?? rating + 100]);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const margin = (most - least) * 0.04;
  return [least - margin, most + margin];
}
