import type { Bound } from "@llmlist/catalog";

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat("en");

/** 8030261248 as `8.03B`: the field writes sizes so in both languages. */
export const compactCount = (count: number | undefined): string => (count === undefined ? "" : compact.format(count));

/** 131072 as `131,072`. */
export const wholeCount = (count: number | undefined): string => (count === undefined ? "" : whole.format(count));

const bounds: Readonly<Record<Bound, string>> = { exact: "", about: "~", "at-least": "≥ ", "at-most": "≤ " };

/** A count with how sure it is: `≥ 15T`. */
export const boundedCount = (count: number | undefined, bound: Bound = "exact"): string =>
  count === undefined ? "" : `${bounds[bound]}${compactCount(count)}`;
