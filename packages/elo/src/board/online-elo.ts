import { add, at, itemAt } from "../math/access.ts";
import { checkBetween, checkFinite, checkKeys } from "../options.ts";
import { checkUnweighted, checkVote, SCORE, type VoteColumns } from "../votes/votes.ts";
import { MEAN_RATING } from "./leaderboard.ts";

/**
 * Online Elo (Elo, The Rating of Chessplayers, 1978): after each vote, in their order, R += k (score - expectation). It depends on the order of
 * the votes and never comes to rest; for a board use `rateModels`.
 *
 * @param options `k` in Elo points; `initial` is every model's first rating.
 * @returns Ratings in Elo points, in the order of `columns.models`.
 * @throws EloError `bad-input` for a vote or an option that cannot be, or a vote with a weight other than 1.
 * @example
 * ```ts
 * onlineElo(columns, { k: 16 })[0]; // the rating of columns.models[0] after the last vote
 * ```
 */
export function onlineElo(columns: VoteColumns, options: { readonly k?: number; readonly initial?: number } = {}): Float64Array {
  const { k = 4, initial = MEAN_RATING } = options;
  checkKeys("onlineElo", options, ["k", "initial"]);
  checkFinite("k", k);
  checkBetween("k", k, -Number.MIN_VALUE, Infinity);
  checkFinite("initial", initial);
  const { models, a, b, outcome } = columns;
  checkUnweighted(columns, "online Elo");
  const ratings = new Float64Array(models.length).fill(initial);
  for (let vote = 0; vote < a.length; vote++) {
    const [i, j, end] = [itemAt(a, vote), itemAt(b, vote), itemAt(outcome, vote)];
    checkVote(vote, models.length, i, j, end);
    const expected = 1 / (1 + 10 ** ((at(ratings, j) - at(ratings, i)) / 400));
    const change = k * (at(SCORE, end) - expected);
    add(ratings, i, change);
    add(ratings, j, -change);
  }
  return ratings;
}
