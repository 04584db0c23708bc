import { createRandom } from "../src/math/random.ts";
import type { VoteColumns } from "../src/votes/votes.ts";

/** Votes among `n` models whose true ratings (log-odds) are drawn with spread 0.8; `tieShare` of them end in a tie. */
export function simulatedVotes(n: number, votes: number, seed: number, tieShare = 0.2): VoteColumns & { readonly truth: Float64Array } {
  const random = createRandom(seed);
  const truth = Float64Array.from({ length: n }, () => 0.8 * random.normal());
  const columns = {
    models: Array.from(truth, (_, k) => `m${k}`),
    a: new Int32Array(votes),
    b: new Int32Array(votes),
    outcome: new Uint8Array(votes),
    truth,
  };
  for (let k = 0; k < votes; k++) {
    const a = Math.floor(random.uniform() * n);
    const b = (a + 1 + Math.floor(random.uniform() * (n - 1))) % n;
    const wins = random.uniform() < 1 / (1 + Math.exp((truth[b] ?? 0) - (truth[a] ?? 0)));
    columns.a[k] = a;
    columns.b[k] = b;
    columns.outcome[k] = random.uniform() < tieShare ? (random.uniform() < 0.5 ? 2 : 3) : wins ? 0 : 1;
  }
  return columns;
}
