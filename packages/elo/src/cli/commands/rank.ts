import { EloError } from "../../errors.ts";
import { fitBradleyTerry } from "../../fit/bradley-terry.ts";
import type { TieModel } from "../../fit/fit.ts";
import { fitPenalized } from "../../fit/penalized.ts";
import { probabilityTop } from "../../board/ranks.ts";
import type { RatedModel, Ratings } from "../../board/leaderboard.ts";
import { quoted, shown } from "../../votes/messages.ts";
import type { ReadVotes } from "../../votes/reading/combine.ts";
import { confidenceOf, defineCommand, fileOf, integerOf, numberOf, oneOf } from "../command.ts";
import { countsOf, groupsOf, readInput, singleVotes } from "../input.ts";
import { plotRatings } from "../output/plots.ts";
import type { Report, Table } from "../output/report.ts";
import { checkTogether, covarianceOf, featuresOf, intervals, rankInput, type RankRequest } from "../rank.ts";

/** Options that say how votes become ratings. */
export const RANK_OPTIONS = {
  ties: { type: "string", default: "half" },
  interval: { type: "string" },
  confidence: { type: "string", default: "0.95" },
  cluster: { type: "string" },
  style: { type: "string" },
  position: { type: "boolean" },
  method: { type: "string", default: "bt" },
  k: { type: "string" },
  anchor: { type: "string" },
  "on-separation": { type: "string", default: "error" },
  seed: { type: "string", default: "1" },
} as const;

export const RANK_DETAILS = [
  "--ties half|davidson|rao-kupper|grounded|drop   how ties count",
  "--interval adjusted|sandwich|hc2|hc3|fisher|bootstrap   --confidence 0.95   --cluster <column>",
  "--style <name,...>   columns <name>_a and <name>_b, or <name>=<column>:<column>",
  "--position           the advantage of the place shown first",
  "--anchor name=rating --on-separation error|drop|firth   --seed 1",
  "--method bt|penalized|elo   exact; for few votes, without a jump; online, with --k 4",
] as const;

type RankValues = { readonly [Name in keyof typeof RANK_OPTIONS]?: string | boolean };

/** @throws EloError `bad-input` for a value that cannot be. */
export function requestOf(values: RankValues): RankRequest {
  const text = (name: keyof RankValues) => (typeof values[name] === "string" ? values[name] : undefined);
  const method = oneOf(text("method") ?? "bt", "--method", ["bt", "penalized", "elo"] as const);
  const [interval, k] = [text("interval"), text("k")];
  const step = numberOf(k ?? "4", "--k", 0, 1000);
  if (k !== undefined && method !== "elo") throw new EloError("bad-input", "--k goes with --method elo.");
  return {
    method,
    ties: oneOf<TieModel>(text("ties") ?? "half", "--ties", ["half", "davidson", "rao-kupper", "grounded", "drop"]),
    interval: interval === undefined ? null : oneOf(interval, "--interval", intervals),
    confidence: confidenceOf(text("confidence") ?? "0.95"),
    onSeparation: oneOf(text("on-separation") ?? "error", "--on-separation", ["error", "drop", "firth"] as const),
    position: values.position === true,
    k: step,
    seed: integerOf(text("seed") ?? "1", "--seed", 0, 2 ** 31),
    cluster: text("cluster") ?? null,
    style: text("style")?.split(",") ?? [],
    anchor: anchorOf(text("anchor")),
  };
}

function anchorOf(text: string | undefined): RankRequest["anchor"] {
  if (text === undefined) return null;
  const split = text.lastIndexOf("=");
  if (split < 1) throw new EloError("bad-input", `--anchor is ${shown(text)}, but must be name=rating.`);
  return { model: text.slice(0, split), rating: numberOf(text.slice(split + 1), "--anchor", -1e6, 1e6) };
}

/** Ratings, and where they were asked for the probabilities to be best. */
interface Board extends Ratings {
  readonly best?: readonly number[];
}

function rank(input: ReadVotes, request: RankRequest, withBest: boolean): Board {
  const ratings = rankInput(input, request);
  if (!withBest) return ratings;
  if (request.method === "elo" || request.ties !== "half" || request.style.length > 0 || request.cluster || request.position)
    throw new EloError("bad-input", "--best goes with plain ratings: --ties half, --method bt or penalized.");
  if (request.interval === "bootstrap" || request.onSeparation !== "error")
    throw new EloError(
      "bad-input",
      "--best does not go with --interval bootstrap and --on-separation; --method penalized is always there.",
    );
  const covariance = covarianceOf(request.interval);
  const counts = countsOf(input);
  const fit = request.method === "penalized" ? fitPenalized(counts) : fitBradleyTerry(counts, covariance ? { covariance } : {});
  const shares = probabilityTop(fit, { seed: request.seed });
  return { ...ratings, best: ratings.models.map(({ model }) => shares[fit.models.indexOf(model)] ?? Number.NaN) };
}

/** A group of `--by`: its board, or why it has none. */
type Group = { readonly value: string } & (Board | { readonly error: string });

export const rankCommand = defineCommand({
  name: "rank",
  arguments: "[file | -]",
  details: [
    ...RANK_DETAILS,
    "--best               the probability of each to be the best",
    "--by <column>        a leaderboard for each value of a column",
  ],
  options: { ...RANK_OPTIONS, by: { type: "string" }, best: { type: "boolean" } },
  async report(positionals, values) {
    const request = requestOf(values);
    const by = values.by ?? null;
    const texts = [request.cluster, by].filter((name) => name !== null);
    const input = await readInput(fileOf(positionals), values, { texts, numbers: featuresOf(request) });
    const withBest = values.best === true;
    if (by === null) return boardReport(rank(input, request, withBest), request.confidence);
    checkTogether(request, input);
    const groups = groupsOf(singleVotes(input, "--by"), by).map(({ value, votes }): Group => {
      try {
        return { value, ...rank(votes, request, withBest) };
      } catch (error) {
        if (EloError.isInstance(error)) return { value, error: error.message };
        throw error;
      }
    });
    return groupsReport(by, groups, request.confidence);
  },
});

function boardReport(board: Board, confidence: number): Report {
  return {
    data: board,
    records: recordsOf(board),
    heading: `${board.votes} votes, ${board.method}`,
    tables: [tableOf(board, confidence)],
    notes: notesOf(board),
    plot: () => plotRatings(`${board.votes} votes, ${board.method}`, board.models, confidence),
  };
}

/** @throws EloError with the first group's error when no group could be rated. */
function groupsReport(by: string, groups: readonly Group[], confidence: number): Report {
  const rated = groups.filter((group) => !("error" in group));
  const [first] = groups;
  if (rated.length === 0 && first && "error" in first)
    throw new EloError("no-maximum", `No value of ${shown(by)} can be rated. ${quoted(first.value)}: ${first.error}`);
  return {
    data: { by, groups },
    records: groups.flatMap((group) => ("error" in group ? [] : recordsOf(group).map((record) => ({ [by]: group.value, ...record })))),
    tables: groups.flatMap((group): Table[] => {
      const title = `${by} = ${group.value}`;
      if ("error" in group) return [{ title: `${title}: not rated. ${group.error}`, headings: [], rows: [] }];
      const notes = notesOf(group)
        .map((note) => `\n${note}`)
        .join("");
      return [{ ...tableOf(group, confidence), title: `${title}: ${group.votes} votes, ${group.method}${notes}` }];
    }),
    notes: [],
  };
}

function tableOf({ models, best }: Board, confidence: number): Table {
  return {
    headings: [
      "rank",
      "model",
      "rating",
      `${100 * confidence} % interval`,
      ...(best ? ["P(best)"] : []),
      "votes",
      "wins",
      "losses",
      "ties",
    ],
    rows: models.map(({ rank: [high, low], model, rating, low: from, high: to, votes, wins, losses, ties }, k) => [
      high === low ? String(high) : `${high}-${low}`,
      model,
      Math.round(rating),
      from === null || to === null ? "" : `${Math.round(from)} to ${Math.round(to)}`,
      ...(best ? [`${(100 * (best[k] ?? 0)).toFixed(1)} %`] : []),
      votes,
      wins,
      losses,
      ties,
    ]),
  };
}

function recordsOf({ models, best }: Board) {
  return models.map((row: RatedModel, k) => {
    const {
      model,
      rating,
      se,
      low,
      high,
      rank: [rankBest, rankWorst],
      rankUb,
      votes,
      wins,
      losses,
      ties,
    } = row;
    const record = { rank_best: rankBest, rank_worst: rankWorst, model, rating, se, low, high, rank_ub: rankUb, votes, wins, losses, ties };
    return best ? { ...record, probability_best: best[k] ?? null } : record;
  });
}

function notesOf({ coefficients, warnings }: Ratings): string[] {
  return [
    ...coefficients.map(({ name, value, se }) => `${name}: ${value.toFixed(4)} (se ${se.toFixed(4)})`),
    ...warnings.map((warning) => `Note: ${warning}`),
  ];
}
