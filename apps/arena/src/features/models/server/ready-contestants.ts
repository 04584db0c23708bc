import type { Engine } from "@llmlist/inference";
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
      ? `A battle needs two contestants; ${ready.length} ready, ${starting} still loading.`
      : `A battle needs two contestants; ${ready.length} can answer. Add one with \`npm run models -- pull starter\` or \`add <file.gguf>\`, then restart.`,
  );
}
