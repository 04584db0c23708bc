import "server-only";
export * from "../contract";
export { deleteOldSnapshots } from "./delete-old-snapshots";
export { newestSnapshot } from "./newest-snapshot";
export { leaderboardRoutes } from "./routes";
export { createRatingsJob, type RatingsJob } from "./ratings-job";
export { reviewVoters } from "./review-voters";
export { writeSnapshot } from "./write-snapshot";
