import type { Ratings } from "../board/leaderboard.ts";

/** Columns of text under their headings; numbers to the right. */
export function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [headings, ...rows.map((row) => row.map(String))];
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  const isNumber = headings.map((_, column) => rows.some((row) => typeof row[column] === "number"));
  return cells
    .map((row) =>
      row
        .map((cell, column) => (isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A leaderboard for people. */
export function printRatings({ method, votes, models, coefficients, warnings }: Ratings): string {
  const rows = models.map(({ rank, model, rating, low, high, votes: own, wins, losses, ties }) => [
    rank[0] === rank[1] ? String(rank[0]) : `${rank[0]}-${rank[1]}`,
    model,
    Math.round(rating),
    low === null || high === null ? "" : `${Math.round(low)} to ${Math.round(high)}`,
    own,
    wins,
    losses,
    ties,
  ]);
  const extra = coefficients.map(({ name, value, se }) => `${name}: ${value.toFixed(4)} (se ${se.toFixed(4)})`);
  return [
    `${votes} votes, ${method}`,
    "",
    table(["rank", "model", "rating", "95 % interval", "votes", "wins", "losses", "ties"], rows),
    ...(extra.length > 0 ? ["", ...extra] : []),
    ...(warnings.length > 0 ? ["", ...warnings.map((warning) => `Note: ${warning}`)] : []),
  ].join("\n");
}
