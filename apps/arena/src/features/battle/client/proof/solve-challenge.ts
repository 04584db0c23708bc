import { type Challenge, solveChallengeWorkers } from "altcha-lib";
import { z } from "zod";

const WORKERS_MAX = 4;

const challengeShape = z.object({ parameters: z.looseObject({ algorithm: z.literal("PBKDF2/SHA-256") }), signature: z.string() });

/**
 * Solves a proof of work of the server in workers.
 *
 * @returns The value of the header `x-llmlist-proof`; null for a challenge that this page does not know how to solve.
 */
export async function solveForHeader(sent: unknown): Promise<string | null> {
  const parsed = challengeShape.safeParse(sent);
  if (!parsed.success) return null;
  const challenge = parsed.data as unknown as Challenge;
  const solution = await solveChallengeWorkers({
    challenge,
    concurrency: Math.min(WORKERS_MAX, navigator.hardwareConcurrency),
    createWorker: () => new Worker(new URL("./proof-worker.ts", import.meta.url), { type: "module" }),
  });
  return solution && btoa(JSON.stringify({ challenge, solution }));
}
