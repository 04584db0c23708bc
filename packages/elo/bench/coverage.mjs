/**
 * Coverage of 95 % intervals by simulation: `pnpm --filter @llmlist/elo build && node packages/elo/bench/coverage.mjs`.
 * Counts are drawn per pair, so that 1e8 votes cost no more than 1e3. A tie is as likely as 0.6 min(p, 1 - p); its expectation is that of
 * half-tie Bradley-Terry, so the true ratings are known.
 */
import { fitBradleyTerry, pairCountsFromRows } from "../dist/index.js";
import { createRandom } from "../dist/random.js";

const Z = 1.959963984540054;
const kinds = ["fisher", "hc0", "hc2", "hc3"];

function simulate(models, votesPerModel, rounds, seed) {
  const random = createRandom(seed);
  const names = Array.from({ length: models }, (_, k) => `m${k}`);
  const hits = kinds.map(() => new Float64Array(models));
  let used = 0;
  for (let round = 0; round < rounds; round++) {
    const truth = names.map(() => 0.8 * random.normal());
    const rows = [];
    for (let i = 0; i < models; i++) {
      for (let j = i + 1; j < models; j++) {
        const votes = Math.min(votesPerModel(i), votesPerModel(j)) / (models - 1);
        const p = 1 / (1 + Math.exp((truth[j] ?? 0) - (truth[i] ?? 0)));
        const tie = 0.6 * Math.min(p, 1 - p);
        const [winsA, winsB, ties] = [p - tie / 2, 1 - p - tie / 2, tie].map((share) => random.poisson(votes * share));
        rows.push({ a: names[i] ?? "", b: names[j] ?? "", winsA: winsA ?? 0, winsB: winsB ?? 0, ties: ties ?? 0 });
      }
    }
    const mean = truth.reduce((sum, value) => sum + value, 0) / models;
    try {
      const fits = kinds.map((covariance) => fitBradleyTerry(pairCountsFromRows(rows, { models: names }), { covariance }));
      used++;
      fits.forEach((fit, kind) =>
        truth.forEach((value, k) => {
          const se = Math.sqrt(fit.covariance[k * models + k] ?? 0);
          if (Math.abs((fit.theta[k] ?? 0) - (value - mean)) <= Z * se) hits[kind][k] += 1;
        }),
      );
    } catch {
      // Separated votes have no interval to count.
    }
  }
  return hits.map((list) => ({ all: list.reduce((sum, value) => sum + value, 0) / models / used, rare: (list[0] ?? 0) / used, used }));
}

const settings = [
  ["50 votes per model, 1e3 in all", 40, () => 50, 600],
  ["200 votes per model, 4e3 in all", 40, () => 200, 400],
  ["5000 votes per model, 1e5 in all", 40, () => 5000, 400],
  ["1e8 votes in all, one model with 500", 40, (model) => (model === 0 ? 500 : 5e6), 1500],
];
console.log(`votes | ${kinds.map((kind) => `${kind}: all, first model`).join(" | ")}`);
for (const [name, models, votes, rounds] of settings) {
  const found = simulate(models, votes, rounds, 20_261_123);
  console.log(
    `${name} (${found[0]?.used} sets) | ${found.map(({ all, rare }) => `${(100 * all).toFixed(1)} %, ${(100 * rare).toFixed(1)} %`).join(" | ")}`,
  );
}
