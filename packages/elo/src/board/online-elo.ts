import { MEAN_RATING } from "./leaderboard.ts";
import { checkUnweighted, checkVote, type VoteColumns } from "../votes/votes.ts";

/**
 * Online Elo (Elo, The Rating of Chessplayers, 1978): after each vote, in their order, R += k (score - expectation). It depends on the order of
 * the votes and never settles; for a board use `rateModels`.
 *
 * @param options `k` in Elo points; `initial` is every model's first rating.
 * @returns Ratings in Elo points, in the order of `columns.models`.
 * @throws EloError `bad-input` for a vote that cannot be, or one with a weight other than 1.
 */
export function onlineElo(columns: VoteColumns, options: { readonly k?: number; readonly initial?: number } = {}): Float64Array {
  const { k = 4, initial = MEAN_RATING } = options;
  const { models, a, b, outcome } = columns;
  checkUnweighted(columns, "online Elo");
  const ratings = new Float64Array(models.length).fill(initial);
  for (let vote = 0; vote < a.length; vote++) {
    const [i, j, end] = [a[vote] ?? -1, b[vote] ?? -1, outcome[vote] ?? 255];
    checkVote(vote, models.length, i, j, end);
    const expected = 1 / (1 + 10 ** (((ratings[j] ?? 0) - (ratings[i] ?? 0)) / 400));
    const change = k * ((end === 0 ? 1 : end === 1 ? 0 : 0.5) - expected);
    ratings[i] = (ratings[i] ?? 0) + change;
    ratings[j] = (ratings[j] ?? 0) - change;
  }
  return ratings;
}
