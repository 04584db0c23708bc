export { type BenchmarkId, type ResultConflict, resultConflicts, type ResultQuery, results } from "./find-results.ts";
export { type ModelRanking, rankModels, type RankedModel, type RankQuery } from "./rank-models.ts";
