import "server-only";
import { runtime } from "@/runtime/runtime";
import type { Leaderboard } from "../../battle/contract";
import { newestSnapshot } from "./newest-snapshot";

/** The newest complete rating. */
export async function readLeaderboard(options: { withPocketModels: boolean }): Promise<Leaderboard> {
  return newestSnapshot((await runtime()).db, options);
}
