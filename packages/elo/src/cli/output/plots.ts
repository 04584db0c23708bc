import type { RatedModel } from "../../board/leaderboard.ts";
import { drawnWidth, label, line, markup, number, svg, ticks } from "./svg.ts";

const ROW = 22;
const MARGIN = 16;
const PLOT = 420;
const CELL = 46;

/** How opaque the colour of a cell is; text in the ink of the theme stays readable on the most opaque one. */
const DEPTH_LEAST = 0.08;
export const DEPTH_MOST = 0.45;

/** Ratings with their intervals, best above. */
export function plotRatings(title: string, models: readonly RatedModel[], confidence: number): string {
  const names = models.map(({ model }) => drawnWidth(model)).reduce((most, width) => Math.max(most, width), 40);
  const left = MARGIN + names + 12;
  const [low, high] = rangeOf(models);
  const x = (rating: number) => left + (PLOT * (rating - low)) / (high - low);
  const top = 48;
  const bottom = top + ROW * models.length;
  const axis = ticks(low, high, 6).flatMap((value) => [
    line("rule", [x(value), top], [x(value), bottom]),
    label(x(value), bottom + 14, String(value), "soft tabular", "middle"),
  ]);
  const rows = models.flatMap(({ model, rating, low: from, high: to }, row) => {
    const y = top + ROW * (row + 0.5);
    const interval = from === null || to === null ? [] : [line("bar", [x(from), y], [x(to), y], 3)];
    const said = from === null || to === null ? "" : `, ${Math.round(from)} to ${Math.round(to)}`;
    return [
      label(left - 12, y, model, "ink", "end"),
      `<g><title>${markup(model)}: ${Math.round(rating)}${said}</title>`,
      ...interval,
      `<circle class="dot" cx="${number(x(rating))}" cy="${number(y)}" r="5"/></g>`,
      label(left + PLOT + 12, y, String(Math.round(rating)), "soft tabular"),
    ];
  });
  const subtitle = models.some((row) => row.low !== null) ? `Elo points; bars are ${100 * confidence} % intervals` : "Elo points";
  const content = [label(MARGIN, 18, title, "ink"), label(MARGIN, 35, subtitle, "soft"), ...axis, ...rows];
  return svg(title, left + PLOT + 56, bottom + 32, content);
}

/** A range that holds all intervals, with room at both ends. */
function rangeOf(models: readonly RatedModel[]): readonly [number, number] {
  const low = models.reduce((least, row) => Math.min(least, row.low ?? row.rating), Infinity);
  const high = models.reduce((most, row) => Math.max(most, row.high ?? row.rating), -Infinity);
  const room = Math.max(10, 0.04 * (high - low));
  return [low - room, high + room];
}

/** Shares of the score, row against column: blue above one half, orange below, the deeper the further from it. */
export function plotMatrix(title: string, models: readonly string[], shares: readonly (readonly (number | null)[])[]): string {
  const names = models.map(drawnWidth).reduce((most, width) => Math.max(most, width), 40);
  const left = MARGIN + names + 12;
  const top = 48 + 0.72 * names + 12;
  const cells = models.flatMap((model, row) => [
    label(left - 12, top + CELL * (row + 0.5), model, "ink", "end"),
    ...models.flatMap((other, column) => {
      const share = shares[row]?.[column] ?? null;
      if (share === null) return [];
      const [x, y] = [left + CELL * column, top + CELL * row];
      const depth = DEPTH_LEAST + (DEPTH_MOST - DEPTH_LEAST) * Math.min(1, Math.abs(2 * share - 1) / 0.8);
      const said = `${markup(model)} against ${markup(other)}: ${(100 * share).toFixed(1)} %`;
      return [
        `<g><title>${said}</title><rect class="${share >= 0.5 ? "win" : "loss"}" fill-opacity="${number(depth)}" x="${number(x + 1)}" y="${number(y + 1)}" width="${CELL - 2}" height="${CELL - 2}" rx="3"/></g>`,
        label(x + CELL / 2, y + CELL / 2, (100 * share).toFixed(0), "ink tabular", "middle"),
      ];
    }),
  ]);
  const heads = models.map((model, column) => {
    const [x, y] = [left + CELL * (column + 0.5), top - 8];
    return `<g transform="rotate(-45 ${number(x)} ${number(y)})">${label(x, y, model, "ink")}</g>`;
  });
  const size = CELL * models.length;
  const content = [
    label(MARGIN, 18, title, "ink"),
    label(MARGIN, 35, "Per cent of the score, row against column", "soft"),
    ...heads,
    ...cells,
  ];
  return svg(title, left + size + 0.72 * names + MARGIN, top + size + MARGIN, content);
}
