import { readFile } from "node:fs/promises";
import { EloError } from "../../errors.ts";
import { shown } from "../../votes/messages.ts";
import { defineCommand, fileOf, numberOf } from "../command.ts";
import { readInput } from "../input.ts";
import { featuresOf, rankInput } from "../rank.ts";
import { sentenceFor } from "../read-file.ts";
import { RANK_DETAILS, RANK_OPTIONS, requestOf } from "./rank.ts";

export const recomputeCommand = defineCommand({
  name: "recompute",
  arguments: "[file | -] --board board.json",
  details: ["--board board.json   --tolerance 1e-6   in Elo points; and how the board was made:", ...RANK_DETAILS],
  options: { ...RANK_OPTIONS, board: { type: "string" }, tolerance: { type: "string", default: "1e-6" } },
  async report(positionals, values) {
    if (values.board === undefined) throw new EloError("bad-input", "recompute needs --board <file>, a leaderboard as JSON.");
    const tolerance = numberOf(values.tolerance, "--tolerance", 0, Infinity);
    const request = requestOf(values);
    const board = await readBoard(values.board);
    const texts = request.cluster === null ? [] : [request.cluster];
    const ratings = rankInput(await readInput(fileOf(positionals), values, { texts, numbers: featuresOf(request) }), request);
    const ratingOf = new Map(ratings.models.map(({ model, rating }) => [model, rating]));
    const models = board.map(([name, rating]) => {
      const own = ratingOf.get(name);
      if (own === undefined) throw new EloError("bad-input", `The board has ${shown(name)}, which has no vote.`);
      return { model: name, board: rating, recomputed: own, difference: own - rating };
    });
    const largest = models.reduce((most, { difference }) => Math.max(most, Math.abs(difference)), 0);
    if (largest > tolerance) {
      throw new EloError(
        "bad-input",
        `The board does not follow from the votes: ratings differ by up to ${largest} Elo among ${models.length} models.`,
      );
    }
    const sentence = `All ${models.length} ratings follow from the votes; the largest difference is ${largest.toExponential(1)} Elo.`;
    return { data: { largest, models }, records: models, tables: [], notes: [sentence] };
  },
});

/** The names and ratings of a leaderboard in JSON: this package's, or one whose models have an `id`. */
async function readBoard(file: string): Promise<(readonly [name: string, rating: number])[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw sentenceFor(error, file);
  }
  const board = parseJson(text) as { models?: { model?: unknown; id?: unknown; rating?: unknown }[] } | null | undefined;
  const rows = Array.isArray(board?.models) ? board.models : [];
  if (rows.length === 0) throw new EloError("bad-input", `${shown(file)} is no leaderboard: it must be JSON with a list "models".`);
  return rows.map(({ model, id, rating }, k) => {
    const name = model ?? id;
    if (typeof name === "string" && typeof rating === "number") return [name, rating];
    throw new EloError("bad-input", `Model ${k + 1} of ${shown(file)} needs a "model" or "id" and a number "rating".`);
  });
}

/** Undefined for a text that is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
