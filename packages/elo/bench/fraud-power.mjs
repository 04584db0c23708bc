/**
 * False positives and power of the voter tests, on simulated voters with a taste of their own:
 *
 *   pnpm --filter @llmlist/elo build && node packages/elo/bench/fraud-power.mjs
 *
 * Each line is of three boards that have 300 honest voters and 20 of each dishonest kind in turn among 22 models (true ratings with a spread of 0.86 log-odds, 23 % ties, a small
 * advantage of the first place). An honest voter's log-odds differ from the true ones by a normal number for each model, with the standard
 * deviation "taste". Rejected means by Benjamini-Hochberg at 5 %. A voter with a target votes honestly on all pairs without it: of 100 votes about
 * nine are on the target.
 */
import { benjaminiHochberg, testVoters } from "../dist/index.js";
import { createRandom } from "../dist/math/random.js";

const [MODELS, HONEST, DISHONEST, TIES, FIRST, BOARDS] = [22, 300, 20, 0.23, 0.05, 3];

/** What a dishonest voter answers in place of the honest vote. */
const kinds = {
  "random clicker": (random) => (random.uniform() < TIES ? 2 : Math.floor(2 * random.uniform())),
  "always the first": () => 0,
  "always a tie": () => 2,
  "against the consensus": (_random, _a, _b, honest) => (honest < 2 ? 1 - honest : honest),
  "always its target": (_random, a, b, honest) => (a === 0 ? 0 : b === 0 ? 1 : honest),
};

function simulate(kind, votesEach, taste, seed) {
  const random = createRandom(seed);
  const theta = Float64Array.from({ length: MODELS }, () => 0.86 * random.normal());
  const votes = (HONEST + DISHONEST) * votesEach;
  const columns = {
    models: Array.from(theta, (_, k) => `m${k}`),
    a: new Int32Array(votes),
    b: new Int32Array(votes),
    outcome: new Uint8Array(votes),
  };
  const voters = Int32Array.from(columns.a, (_, vote) => Math.floor(vote / votesEach));
  let own = theta;
  voters.forEach((voter, vote) => {
    if (vote % votesEach === 0) own = theta.map((level) => level + taste * random.normal());
    const a = Math.floor(random.uniform() * MODELS);
    const b = (a + 1 + Math.floor(random.uniform() * (MODELS - 1))) % MODELS;
    const wins = random.uniform() < 1 / (1 + Math.exp(own[b] - own[a] - FIRST));
    const honest = random.uniform() < TIES ? 2 : wins ? 0 : 1;
    columns.a[vote] = a;
    columns.b[vote] = b;
    columns.outcome[vote] = voter < HONEST ? honest : kind(random, a, b, honest);
  });
  return { columns, voters };
}

const percent = (count, all) => `${((100 * count) / all).toFixed(1)} %`;
console.log(`| votes each | taste | honest, p < 5 % | honest rejected | ${Object.keys(kinds).join(" | ")} |`);
console.log(
  `| --- | --- | --- | --- | ${Object.keys(kinds)
    .map(() => "---")
    .join(" | ")} |`,
);
for (const votesEach of [20, 50, 100, 300]) {
  for (const taste of [0, 0.3, 0.6, 1]) {
    const honest = { small: 0, rejected: 0, all: 0 };
    const found = Object.values(kinds).map((kind) => {
      let dishonest = 0;
      for (let board = 0; board < BOARDS; board++) {
        const { columns, voters } = simulate(kind, votesEach, taste, 1 + board);
        const tests = testVoters(columns, voters);
        const rejected = benjaminiHochberg(tests.map(({ p }) => p));
        honest.all += HONEST;
        honest.small += tests.filter(({ voter, p }) => voter < HONEST && p < 0.05).length;
        honest.rejected += tests.filter(({ voter }, k) => voter < HONEST && rejected[k]).length;
        dishonest += tests.filter(({ voter }, k) => voter >= HONEST && rejected[k]).length;
      }
      return dishonest;
    });
    const cells = [votesEach, taste, percent(honest.small, honest.all), percent(honest.rejected, honest.all)];
    console.log(`| ${[...cells, ...found.map((count) => percent(count, BOARDS * DISHONEST))].join(" | ")} |`);
  }
}
