import { combine, type ReadVotes } from "./reading/combine.ts";
import { checkKeys } from "../options.ts";
import { type ReadOptions, roles } from "./reading/layout.ts";
import { outcomes } from "./votes.ts";
import { VoteParser } from "./reading/vote-parser.ts";
import { bytesOf } from "./reading/byte-buffer.ts";

/**
 * Reads votes or pair counts from CSV with a header, JSON lines, or a JSON list of objects, in one pass over the bytes.
 *
 * Columns are found by the names that are in use: `model_a`, `model_b`, `winner` (LMArena), `winner_model_a` ... (Kaggle), `chosen_model_name` and
 * `both_equal` (ComparIA), `winner` and `loser`, `wins_a`, `wins_b`, `ties`; `columns` and `values` say what others mean. The delimiter is a comma,
 * semicolon, tab or bar.
 *
 * @param chunks The input, UTF-8, in chunks of any size.
 * @throws EloError `bad-input` that names the line or the column.
 * @example
 * ```ts
 * const read = await readVotes(createReadStream("votes.csv"), { texts: ["voter"] });
 * if (read.kind === "votes") console.log(rateModels(pairCountsFromColumns(read.columns)), read.texts.get("voter"));
 * ```
 */
export async function readVotes(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  options: ReadOptions = {},
): Promise<ReadVotes> {
  checkKeys("readVotes", options, ["texts", "numbers", "columns", "values"]);
  if (options.columns) checkKeys("columns", options.columns, roles);
  if (options.values) checkKeys("values", options.values, outcomes);
  const parser = new VoteParser(options);
  let half = "";
  for await (const chunk of chunks) {
    if (typeof chunk !== "string") {
      parser.push(chunk);
      continue;
    }
    // A chunk of text may end in the middle of a character outside the basic plane.
    const text = half + chunk;
    half = /[\uD800-\uDBFF]$/u.test(text) ? text.slice(-1) : "";
    parser.push(bytesOf(text.slice(0, text.length - half.length)).bytes);
  }
  const { plan, part } = parser.end();
  return combine(plan.layout, [part]);
}
