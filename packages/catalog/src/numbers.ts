/** 8030000000 as `8.03B`, 131072 as `128K`: in the largest unit that a number reaches, with three digits. */
export function short(value: number | undefined, units: readonly (readonly [number, string])[]): string {
  if (value === undefined) return "";
  const [size, unit] = units.find(([least]) => value >= least) ?? [1, ""];
  return `${Number((value / size).toPrecision(3))}${unit}`;
}

export const decimal = [
  [1e12, "T"],
  [1e9, "B"],
  [1e6, "M"],
] as const;

export const binary = [
  [1e6, "M"],
  [1024, "K"],
] as const;

/** As Chinese counts: by ten thousands. */
export const chinese = [
  [1e12, " 万亿"],
  [1e8, " 亿"],
  [1e4, " 万"],
] as const;
