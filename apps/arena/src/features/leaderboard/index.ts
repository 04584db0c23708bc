export * from "./contract";
export { LiveLeaderboard } from "./client/live-leaderboard";
