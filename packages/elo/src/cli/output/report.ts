import { EloError } from "../../errors.ts";
import { csv } from "./csv.ts";
import { markdownTable, textTable } from "./table.ts";

export const formats = ["table", "json", "csv", "markdown", "svg"] as const;
export type Format = (typeof formats)[number];

/** Rows for people: numbers stand to the right. */
export interface Table {
  readonly title?: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** What a command found, in all forms in which it can be printed. */
export interface Report {
  /** For `--format json`. */
  readonly data: unknown;
  /** For `--format csv`: one row each, with the same names. */
  readonly records: readonly Readonly<Record<string, string | number | null>>[];
  /** For people. */
  readonly heading?: string;
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
  /** For `--format svg`, where there is a plot. */
  readonly plot?: () => string;
}

/**
 * A report as text.
 *
 * @throws EloError `bad-input` for a plot of what has none.
 */
export function printReport(report: Report, format: Format): string {
  switch (format) {
    case "json":
      return JSON.stringify(report.data, null, 2);
    case "csv":
      return csv(report.records);
    case "svg":
      if (!report.plot) throw new EloError("bad-input", "There is no plot of this; --format svg goes with rank and matrix.");
      return report.plot();
    case "table":
      return blocks(report, textTable, (title) => title);
    case "markdown":
      return blocks(report, markdownTable, (title) => `**${title}**`);
  }
}

function blocks({ heading, tables, notes }: Report, print: (table: Table) => string, title: (text: string) => string): string {
  return [
    ...(heading === undefined ? [] : [heading]),
    ...tables.flatMap((table) => [
      ...(table.title === undefined ? [] : [title(table.title)]),
      ...(table.rows.length > 0 ? [print(table)] : []),
    ]),
    ...(notes.length > 0 ? [notes.join("\n")] : []),
  ].join("\n\n");
}
