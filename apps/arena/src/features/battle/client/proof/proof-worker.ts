import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";

/** What the page sends to a worker, as `solveChallengeWorkers` of ALTCHA does. */
interface Work {
  readonly type: "work" | "abort";
  readonly challenge: Challenge;
  readonly counterStart: number;
  readonly counterStep: number;
}

let controller = new AbortController();

/** Tries the counters of one worker; the page stays free meanwhile. */
addEventListener("message", async ({ data }: MessageEvent<Work>) => {
  const { type, challenge, counterStart, counterStep } = data;
  if (type === "abort") return controller.abort();
  controller = new AbortController();
  postMessage(await solveChallenge({ challenge, counterStart, counterStep, controller, deriveKey }));
});
