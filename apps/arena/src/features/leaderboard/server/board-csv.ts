import type { Leaderboard } from "../contract";

type Value = string | number | boolean | null;
type Columns = Readonly<Record<string, (model: Leaderboard["models"][number]) => Value>>;

const columns: Columns = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  organization: ({ organization }) => organization,
  preliminary: ({ preliminary }) => preliminary,
  rank_best: ({ rank }) => rank[0],
  rank_worst: ({ rank }) => rank[1],
  rating: ({ rating }) => rating,
  rating_low: ({ low }) => low,
  rating_high: ({ high }) => high,
  style_rating: ({ styleRating }) => styleRating,
  votes: ({ votes }) => votes,
  win_rate: ({ winRate }) => winRate,
  parameters: ({ parameters }) => parameters,
  quantization: ({ quantization }) => quantization,
  license: ({ license }) => license?.name ?? null,
  bytes: ({ bytes }) => bytes,
  tokens_per_second: ({ tokensPerSecond }) => tokensPerSecond,
};

/** What a spreadsheet would run as a formula is kept a text by an apostrophe. */
const safe = (text: string) => (/^[=+\-@\t\r]/u.test(text) ? `'${text}` : text);

/** A field of RFC 4180. What is not known is empty. */
function field(value: Value): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const text = safe(value);
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The board as CSV, one model in a row. */
export function boardCsv({ models }: Pick<Leaderboard, "models">): string {
  const rows = [Object.keys(columns), ...models.map((model) => Object.values(columns).map((read) => field(read(model))))];
  return rows.map((row) => `${row.join(",")}\r\n`).join("");
}
