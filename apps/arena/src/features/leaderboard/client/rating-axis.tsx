import { percentOf, type RatingScale } from "./rating-scale";

/** The round points of the scale, above the intervals that are drawn on it. */
export function RatingAxis({ scale }: { readonly scale: RatingScale }) {
  return (
    <span className="relative block h-5" aria-hidden="true">
      {scale.ticks.map((tick) => (
        <span key={tick} className="absolute -translate-x-1/2 text-xs font-normal" style={{ left: `${percentOf(scale, tick)}%` }}>
          {tick}
        </span>
      ))}
    </span>
  );
}

/** A rating with its 95 % interval on the scale of the board; an end that the scale does not hold is cut there. */
export function RatingInterval(props: {
  readonly rating: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly scale: RatingScale;
  readonly faint: boolean;
}) {
  const { rating, low, high, scale, faint } = props;
  const at = (value: number) => `${percentOf(scale, value)}%`;
  return (
    <svg className={`block ${faint ? "opacity-55" : ""}`} aria-hidden="true" height="24" width="100%">
      {scale.ticks.map((tick) => (
        <line key={tick} x1={at(tick)} x2={at(tick)} y1="0" y2="24" className={tick === 1000 ? "stroke-quiet" : "stroke-line"} />
      ))}
      {low !== null && high !== null && (
        <line x1={at(low)} x2={at(high)} y1="12" y2="12" className="stroke-accent stroke-2 [stroke-linecap:round]" />
      )}
      <circle cx={at(rating)} cy="12" r="4" className="fill-accent" />
    </svg>
  );
}
