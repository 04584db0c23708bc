/**
 * Power and false positives of the voter tests beside the rule of FastChat's elo_analysis, on simulated voters:
 *
 *   pnpm --filter @llmlist/elo build && node packages/elo/bench/fraud-power.mjs
 *
 * Each run has 600 honest voters and 30 of one dishonest kind among 22 models (true ratings with a spread of 0.86, 23 % ties, a small
 * advantage of the first place); 20 runs per line.
 */
import { benjaminiHochberg, testVoters } from "../dist/index.js";
import { createRandom } from "../dist/random.js";

const [MODELS, HONEST, DISHONEST, RUNS, TIES, FIRST] = [22, 600, 30, 20, 0.23, 0.05];

/** What a dishonest voter answers in place of the honest vote; null keeps it. */
const kinds = {
  "random clicker": (random) => (random.uniform() < TIES ? 2 : Math.floor(2 * random.uniform())),
  "always its target": (_random, a, b) => (a === 0 ? 0 : b === 0 ? 1 : null),
  "always the first": () => 0,
  "against the consensus": (_random, _a, _b, honest) => (honest < 2 ? 1 - honest : honest),
};

function simulate(kind, votesEach, seed) {
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
  voters.forEach((voter, vote) => {
    const a = Math.floor(random.uniform() * MODELS);
    const b = (a + 1 + Math.floor(random.uniform() * (MODELS - 1))) % MODELS;
    const wins = random.uniform() < 1 / (1 + Math.exp(theta[b] - theta[a] - FIRST));
    const honest = random.uniform() < TIES ? 2 : wins ? 0 : 1;
    columns.a[vote] = a;
    columns.b[vote] = b;
    columns.outcome[vote] = voter < HONEST ? honest : (kinds[kind](random, a, b, honest) ?? honest);
  });
  return { columns, voters };
}

/** `outlier_detect` of FastChat (commit 0e6d3e4): products of 1 / (2 p) over all votes on the pair, the voter's own among them; above 20 is bad. */
function fastChatRule({ models, a, b, outcome }, voters) {
  const n = models.length;
  const [wins, decisive] = [new Float64Array(n * n), new Float64Array(n * n)];
  const lowerWins = (vote) => (outcome[vote] === 2 ? 0.5 : (outcome[vote] === 0) === a[vote] < b[vote] ? 1 : 0);
  const pair = (vote) => Math.min(a[vote], b[vote]) * n + Math.max(a[vote], b[vote]);
  voters.forEach((_, vote) => {
    if (outcome[vote] === 2) return;
    decisive[pair(vote)]++;
    wins[pair(vote)] += lowerWins(vote);
  });
  const flagged = new Set();
  const products = new Map();
  voters.forEach((voter, vote) => {
    const [own, share] = [lowerWins(vote), wins[pair(vote)] / decisive[pair(vote)]];
    const state = products.get(voter) ?? { upper: 1, lower: 1, votes: 0 };
    products.set(voter, state);
    if (++state.votes > 100) return;
    state.upper /= 2 * (own === 1 ? 1 : 1 - share);
    state.lower /= 2 * (own === 0 ? 1 : share);
    if (state.upper > 20 || state.lower > 20) flagged.add(voter);
  });
  return flagged;
}

console.log("| votes each | voters | FastChat's rule | score tests, p < 5 % | after Benjamini–Hochberg, 5 % | e-value > 20 |");
console.log("|---|---|---|---|---|---|");
for (const votesEach of [50, 100, 300]) {
  const honest = [0, 0, 0, 0];
  for (const kind of Object.keys(kinds)) {
    const caught = [0, 0, 0, 0];
    for (let run = 0; run < RUNS; run++) {
      const { columns, voters } = simulate(kind, votesEach, 1 + run);
      const byFastChat = fastChatRule(columns, voters);
      const tests = testVoters(columns, voters);
      const rejected = benjaminiHochberg(tests.map(({ p }) => p));
      tests.forEach(({ voter, p, eValue }, k) => {
        const flags = [byFastChat.has(voter), p < 0.05, rejected[k], eValue > 20];
        flags.forEach((flag, rule) => ((voter < HONEST ? honest : caught)[rule] += flag ? 1 : 0));
      });
    }
    print(votesEach, kind, caught, RUNS * DISHONEST);
  }
  print(votesEach, "honest (false positives)", honest, Object.keys(kinds).length * RUNS * HONEST);
}

function print(votesEach, kind, flagged, voters) {
  console.log(`| ${votesEach} | ${kind} | ${flagged.map((count) => `${((100 * count) / voters).toFixed(1)} %`).join(" | ")} |`);
}
