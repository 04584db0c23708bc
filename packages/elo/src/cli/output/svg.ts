import { escaped } from "../../votes/messages.ts";
import { widthOf } from "./table.ts";

/** Where a text stands to its point. */
export type Anchor = "start" | "middle" | "end";

const FONT_SIZE = 12;

/** Colours for both themes; a viewer picks by `prefers-color-scheme`. Contrast of text on ground is above 7 in both. */
const STYLE = `
  .ground { fill: #ffffff } .ink { fill: #1f2328 } .soft { fill: #59636e } .rule { stroke: #d1d9e0 } .bar { stroke: #0b63c5 } .dot { fill: #0b63c5 }
  .win { fill: #0b63c5 } .loss { fill: #b4470e }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } .ink { fill: #f0f6fc } .soft { fill: #9da7b3 } .rule { stroke: #3d444d } .bar { stroke: #58a6ff } .dot { fill: #58a6ff }
    .win { fill: #1f6feb } .loss { fill: #bd561d }
  }
  text { font: ${FONT_SIZE}px system-ui, sans-serif } .tabular { font-variant-numeric: tabular-nums }`;

/** A drawing with its title, which screen readers read. */
export function svg(title: string, width: number, height: number, content: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title" viewBox="0 0 ${number(width)} ${number(height)}" width="${number(width)}" height="${number(height)}">`,
    `<title id="title">${markup(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="100%" height="100%"/>`,
    ...content,
    "</svg>",
  ].join("\n");
}

export function label(x: number, y: number, text: string, kind: string, anchor: Anchor = "start"): string {
  return `<text class="${kind}" x="${number(x)}" y="${number(y)}" text-anchor="${anchor}" dominant-baseline="central">${markup(text)}</text>`;
}

export function line(kind: string, from: readonly [number, number], to: readonly [number, number], width = 1): string {
  return `<line class="${kind}" x1="${number(from[0])}" y1="${number(from[1])}" x2="${number(to[0])}" y2="${number(to[1])}" stroke-width="${width}"/>`;
}

/** Coordinates to a hundredth of a pixel. */
export const number = (value: number): string => String(Math.round(100 * value) / 100);

/** A text with nothing in it that XML would obey. */
export const markup = (text: string): string =>
  escaped(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** About how wide a text is drawn. */
export const drawnWidth = (text: string): number => 0.56 * FONT_SIZE * widthOf(text);

/** Round values that cut a range into about `count` parts. */
export function ticks(low: number, high: number, count: number): number[] {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw) ?? raw;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, k) => (first + k) * step);
}
