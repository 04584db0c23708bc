import type { Engine } from "@llmlist/inference";
import { and, gt, inArray } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { contestant } from "@/server/db/schema";
import { ArenaError } from "@/server/http/problem";

/** Ids of the contestants that can answer now. */
function readyContestants(engine: Pick<Engine, "states">): string[] {
  return [...engine.states()].filter(([, state]) => state === "ready").map(([id]) => id);
}

/** @throws ArenaError `not-ready` that says why no battle can start. */
export function requireTwoContestants(engine: Pick<Engine, "states">): string[] {
  const ready = readyContestants(engine);
  if (ready.length >= 2) return ready;
  const states = [...engine.states().values()];
  const starting = states.filter((state) => state === "starting" || state === "restarting").length;
  throw new ArenaError(
    "not-ready",
    starting > 0
      ? `A battle needs two models; ${ready.length} ready, ${starting} still loading.`
      : `A battle needs two models; ${ready.length} can answer. Add one with \`npm run models -- pull default\` or \`add <file.gguf>\`.`,
  );
}

/**
 * The contestants that a battle can be drawn from, with their weights.
 *
 * @throws ArenaError `not-ready` when there are fewer than two.
 */
export async function readCandidates(db: Database, engine: Pick<Engine, "states">): Promise<{ id: string; weight: number }[]> {
  const candidates = await db
    .select({ id: contestant.id, weight: contestant.weight })
    .from(contestant)
    .where(and(inArray(contestant.id, requireTwoContestants(engine)), gt(contestant.weight, 0)))
    .orderBy(contestant.id);
  if (candidates.length < 2) throw new ArenaError("not-ready", "A battle needs two models with a weight above 0.");
  return candidates;
}
