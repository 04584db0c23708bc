export { EloError } from "./errors.ts";
export type { EloErrorCode } from "./errors.ts";
export { pairCountsFromRows } from "./pair-counts.ts";
export type { PairCounts, PairRow } from "./pair-counts.ts";
export { ELO_PER_LOG_ODDS, MEAN_RATING, rateModels } from "./rate-models.ts";
export type { RatedModel, RateOptions, Ratings } from "./rate-models.ts";
