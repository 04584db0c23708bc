import { and, gt, inArray } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { contestant } from "@/server/db/schema";
import { ArenaError } from "@/server/http/problem";

/** The contestants that battles are drawn from now, and how many are still loading. */
export interface DrawableContestants {
  readonly ids: readonly string[];
  readonly loading: number;
}

/** @throws ArenaError `not-ready` with the reason why no battle can start; it names no model. */
export function requireTwoContestants({ ids, loading }: DrawableContestants): readonly string[] {
  if (ids.length >= 2) return ids;
  throw new ArenaError(
    "not-ready",
    loading > 0
      ? `A battle needs two models; ${ids.length} ready, ${loading} still loading.`
      : `A battle needs two models; ${ids.length} can answer. Add one with \`npm run models -- recommend\`, \`pull default\` or \`add <file.gguf>\`, or in arena.config.json.`,
  );
}

/**
 * The contestants that a battle can be drawn from, with their weights.
 *
 * @throws ArenaError `not-ready` when there are fewer than two.
 */
export async function readCandidates(db: Database, drawable: DrawableContestants): Promise<{ id: string; weight: number }[]> {
  const candidates = await db
    .select({ id: contestant.id, weight: contestant.weight })
    .from(contestant)
    .where(and(inArray(contestant.id, [...requireTwoContestants(drawable)]), gt(contestant.weight, 0)))
    .orderBy(contestant.id);
  if (candidates.length < 2) throw new ArenaError("not-ready", "A battle needs two models with a weight above 0.");
  return candidates;
}
