import { escaped } from "../../votes/messages.ts";
import type { Table } from "./report.ts";

// Characters that take two columns of a terminal (Unicode Standard Annex 11, wide and full-width), and marks that take none.
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const NO_WIDTH = /\p{Mn}|\p{Me}/u;

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** Columns of text under their headings. */
export function textTable(table: Table): string {
  const { cells, widths, isNumber } = layOut(table, escaped);
  return cells
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0, isNumber[column] ?? false))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A table of GitHub's Markdown. */
export function markdownTable(table: Table): string {
  const { cells, widths, isNumber } = layOut(table, (text) => escaped(text).replaceAll(/[\\|`*_<>[\]]/gu, String.raw`\$&`));
  const rule = widths.map((width, column) =>
    isNumber[column] ? `${"-".repeat(Math.max(2, width - 1))}:` : "-".repeat(Math.max(3, width)),
  );
  const lines = cells.map((row) => row.map((cell, column) => pad(cell, Math.max(3, widths[column] ?? 0), isNumber[column] ?? false)));
  return [lines[0] ?? [], rule, ...lines.slice(1)].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function layOut({ headings, rows }: Table, clean: (text: string) => string) {
  const cells = [headings, ...rows.map((row) => row.map(String))].map((row) => row.map(clean));
  const widths = headings.map((_, column) => cells.reduce((most, row) => Math.max(most, widthOf(row[column] ?? "")), 0));
  const isNumber = headings.map((_, column) => rows.some((row) => typeof row[column] === "number"));
  return { cells, widths, isNumber };
}

function pad(cell: string, width: number, isNumber: boolean): string {
  const blanks = " ".repeat(Math.max(0, width - widthOf(cell)));
  return isNumber ? blanks + cell : cell + blanks;
}
