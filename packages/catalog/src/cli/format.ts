import { binary, decimal, short } from "../numbers.ts";

/** Columns of text, each as wide as its widest cell. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The fields of a record by their paths, as text. */
export function flat(value: object, prefix = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, own]: [string, unknown]) =>
      typeof own === "object" && own !== null && !Array.isArray(own)
        ? Object.entries(flat(own, `${prefix}${key}.`))
        : [[`${prefix}${key}`, Array.isArray(own) ? own.join(", ") : String(own)]],
    ),
  );
}

/** 34000000000 as `34B`. */
export const countText = (value: number | undefined): string => short(value, decimal);
/** 131072 as `128K`. */
export const tokensText = (value: number | undefined): string => short(value, binary);
export const gigabytes = (value: number): string => (value / 1e9).toFixed(2);
