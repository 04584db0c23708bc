export * from "./contract";
export { ArenaNumbersPanel } from "./client/arena-numbers";
export { LiveLeaderboard } from "./client/live-leaderboard";
