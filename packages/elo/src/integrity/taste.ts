import { at, idAt, itemAt } from "../math/access.ts";
import type { TieHabits } from "./exact-tails.ts";
import type { Sum, VoterScan } from "./voter-scan.ts";

/** How far honest voters differ, as variances in log-odds. */
export interface Spreads {
  /** For the models, by their index; a model that divides voters has a larger one than most. */
  readonly taste: Float64Array;
  readonly first: number;
  readonly consensus: number;
  readonly habits: TieHabits;
}

/** Spreads are found from this many voters at most, evenly spaced, and from this many sums. */
const VOTERS_MAX = 4000;
const SUMS_MAX = 6000;
const SUMS_MIN = 20;
const HALVINGS = 30;
const SPREAD_MAX = 25;
/** The median of the square of a standard normal, and the standard deviation of that of one such square, times its root of n. */
const MEDIAN_SQUARE = 0.4549364231195724;
const MEDIAN_DEVIATION = 1.06;
/** At least this share of voters may never tie. */
const NEVER_MIN = 0.1;
/** Ties have to be expected before their absence says something. */
const EXPECTED_MIN = 3;

type Known = Pick<Sum, "value" | "chance" | "taste" | "slope">;

/**
 * How far honest voters differ, found from all of them: the variances with which the median of z^2 is that of a normal (as genomic
 * control does: Devlin, Roeder, Biometrics 55, 1999), so up to a half of dishonest voters cannot hide behind it.
 *
 * @param groups The votes of each voter.
 */
export function spreadsOf(scan: VoterScan, groups: readonly { readonly votes: Int32Array }[], models: number, tieRate: number): Spreads {
  const all: { consensus: Known[]; first: Known[]; ties: Known[]; targets: Known[] } = { consensus: [], first: [], ties: [], targets: [] };
  const ofModel: Known[][] = Array.from({ length: models }, () => []);
  let [expecting, never] = [0, 0];
  const every = Math.max(1, Math.floor(groups.length / VOTERS_MAX));
  for (let k = 0; k < groups.length; k += every) {
    scan.read(itemAt(groups, k).votes);
    for (const name of ["consensus", "first", "ties"] as const) keep(all[name], scan[name]);
    for (let index = 0; index < scan.met; index++) {
      const sum = scan.target(index);
      keep(all.targets, sum);
      keep(itemAt(ofModel, idAt(scan.models, index)), sum);
    }
    if (scan.tied - scan.ties.value < EXPECTED_MIN) continue;
    expecting++;
    if (scan.tied === 0) never++;
  }
  const taste = spreadOf(all.targets, 0);
  return {
    taste: Float64Array.from(ofModel, (sums) => {
      const around = aroundMedian(sums);
      return dividesVoters(around, taste) ? spreadOf(around, taste) : taste;
    }),
    first: spreadOf(all.first, taste),
    consensus: spreadOf(all.consensus, taste),
    habits: { rate: tieRate, variance: spreadOf(all.ties, 0), never: Math.max(NEVER_MIN, expecting === 0 ? 0 : never / expecting) },
  };
}

/** Sums of a few votes are not normal, and say little of taste. */
function keep(list: Known[], { value, chance, taste, slope }: Sum): void {
  if (taste > 0.25 * chance) list.push({ value, chance, taste, slope });
}

/** The sums of one model beside the voter in the middle: a campaign that lifts a model moves all honest voters away from its rating. */
function aroundMedian(sums: readonly Known[]): Known[] {
  if (sums.length < SUMS_MIN) return [];
  const shifts = Float64Array.from(sums, ({ value, slope }) => value / slope).sort();
  const middle = at(shifts, shifts.length >> 1);
  return sums.map((sum) => ({ ...sum, value: sum.value - middle * sum.slope }));
}

function medianSquare(sums: readonly Known[], variance: number): number {
  const every = Math.max(1, Math.ceil(sums.length / SUMS_MAX));
  const squares = new Float64Array(Math.ceil(sums.length / every));
  for (let k = 0; k < squares.length; k++) {
    const { value, chance, taste } = itemAt(sums, k * every);
    squares[k] = (value * value) / (chance + variance * taste);
  }
  return at(squares.sort(), squares.length >> 1);
}

/** Whether the sums of one model vary more than the common taste explains, by two standard errors of their median. */
const dividesVoters = (sums: readonly Known[], taste: number): boolean =>
  sums.length >= SUMS_MIN && medianSquare(sums, taste) > MEDIAN_SQUARE + (2 * MEDIAN_DEVIATION) / Math.sqrt(sums.length);

/** The variance at which the median of z^2 is a normal's, by halving; `least` where that is more than there is, or too few sums are known well. */
function spreadOf(sums: readonly Known[], least: number): number {
  if (sums.length < SUMS_MIN || medianSquare(sums, least) <= MEDIAN_SQUARE) return least;
  let [low, high] = [least, SPREAD_MAX];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (medianSquare(sums, middle) > MEDIAN_SQUARE) low = middle;
    else high = middle;
  }
  return high;
}
