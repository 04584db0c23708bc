import { EloError } from "../errors.ts";
import { at } from "../math/access.ts";
import type { VoteColumns } from "./votes.ts";

/** Everything that a pass over votes with features reads. */
export interface Rows {
  readonly columns: VoteColumns;
  readonly n: number;
  /** Features, and a column of ones last when the position counts. */
  readonly width: number;
  /** `width` rounded up to a multiple of four, so that inner loops take four at a time; the rest are zeros. */
  readonly stride: number;
  /** Vote by vote, `stride` values each: columns of their own would fall on the same lines of the cache. */
  readonly values: Float64Array;
}

/** Votes that go through all steps of a pass together, so that what lies between two steps stays in the cache. */
export const BLOCK = 512;

/** @throws EloError `bad-input` for a feature of another length, without variation, or with a value that is no number. */
export function rowsOf(columns: VoteColumns, named: Readonly<Record<string, Float64Array>>, position: boolean): Rows {
  const votes = columns.a.length;
  const features = Object.values(named);
  for (const [name, feature] of Object.entries(named)) checkFeature(name, feature, votes);
  const width = features.length + (position ? 1 : 0);
  const stride = 4 * Math.ceil(width / 4);
  const values = new Float64Array(votes * stride);
  for (let from = 0; from < votes; from += BLOCK) {
    const to = Math.min(votes, from + BLOCK);
    features.forEach((feature, f) => {
      for (let k = from, index = from * stride + f; k < to; k++, index += stride) values[index] = at(feature, k);
    });
  }
  if (position) for (let index = width - 1; index < values.length; index += stride) values[index] = 1;
  return { columns, n: columns.models.length, width, stride, values };
}

function checkFeature(name: string, feature: Float64Array, votes: number): void {
  if (feature.length !== votes) throw new EloError("bad-input", `The feature ${name} has ${feature.length} values for ${votes} votes.`);
  let varies = false;
  for (let k = 0; k < votes; k++) {
    const value = at(feature, k);
    // Nothing but NaN and the infinities differs from itself by anything but 0.
    if (value - value !== 0) throw new EloError("bad-input", `Vote ${k + 1} has the value ${value} of the feature ${name}.`);
    varies ||= value !== 0;
  }
  if (!varies) throw new EloError("bad-input", `The feature ${name} is 0 in every vote; leave it out.`);
}
