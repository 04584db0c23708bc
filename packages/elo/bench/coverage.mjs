/**
 * Coverage and width of 95 % intervals by simulation, from the first vote on, and what a penalised rating differs by from the exact one:
 *
 *   pnpm --filter @llmlist/elo build && node packages/elo/bench/coverage.mjs [boards] [--json]
 *
 * Skills have a spread of 0.86 log-odds. A vote of expected score p is a tie with probability 2 t min(p, 1 - p), so that half-tie Bradley-Terry
 * holds and the true ratings are known. "Width" is the median half-width over that of a Bayesian who knows the spread of skills, how ties come
 * about and, for a newcomer, the other models' skills.
 */
import { fitBradleyTerry, fitPenalized, pairCountsFromColumns } from "../dist/index.js";
import { createRandom } from "../dist/math/random.js";

const [BOARDS, SPREAD, Z] = [Number(process.argv[2] ?? 1000), 0.86, 1.959963984540054];
const random = createRandom(20_261_129);
const logistic = (x) => 1 / (1 + Math.exp(-x));
const median = (values) => Float64Array.from(values).sort()[values.length >> 1];
const sum = (values) => values.reduce((total, value) => total + value, 0);

/** One vote: 0 the first wins, 1 the second, 2 a tie. */
function vote(lead, ties) {
  const p = logistic(lead);
  const tie = 2 * ties * Math.min(p, 1 - p);
  const drawn = random.uniform();
  return drawn < tie ? 2 : drawn < tie + p - tie / 2 ? 0 : 1;
}

function columnsOf(truth, pairs, ties) {
  const models = Array.from(truth, (_, k) => `m${k}`);
  return {
    models,
    a: Int32Array.from(pairs, ([a]) => a),
    b: Int32Array.from(pairs, ([, b]) => b),
    outcome: Uint8Array.from(pairs, ([a, b]) => vote(truth[a] - truth[b], ties)),
  };
}

/** A model's skill by the posterior on a grid, all else known. */
function bayesHalfWidth(votes, ties) {
  const grid = Array.from({ length: 241 }, (_, k) => (k - 120) / 24);
  const levels = grid.map((skill) => {
    let value = -(skill * skill) / (2 * SPREAD ** 2);
    for (const [other, outcome] of votes) {
      const p = logistic(skill - other);
      const tie = 2 * ties * Math.min(p, 1 - p);
      value += Math.log([p - tie / 2, 1 - p - tie / 2, tie][outcome]);
    }
    return value;
  });
  const top = Math.max(...levels);
  const weights = levels.map((value) => Math.exp(value - top));
  const total = sum(weights);
  let [reached, low, high] = [0, null, null];
  grid.forEach((skill, k) => {
    reached += weights[k] / total;
    low ??= reached > 0.025 ? skill : null;
    high ??= reached >= 0.975 ? skill : null;
  });
  return (high - low) / 2;
}

const boards = {
  /** A newcomer with `votes` votes beside 20 models with 1,000 each; `skill` fixes the newcomer's. */
  newcomer(votes, ties, skill) {
    const truth = Float64Array.from({ length: 21 }, () => SPREAD * random.normal());
    if (skill !== undefined) truth[20] = skill * SPREAD;
    const pairs = Array.from({ length: 10_000 }, (_, k) => [k % 20, (k + 1 + Math.floor(random.uniform() * 19)) % 20]);
    for (let k = 0; k < votes; k++) pairs.push([20, Math.floor(random.uniform() * 20)]);
    return { truth, columns: columnsOf(truth, pairs, ties), judged: [20] };
  },
  /** The first day: twelve models with `votes` votes each. */
  "first day"(votes, ties) {
    const truth = Float64Array.from({ length: 12 }, () => SPREAD * random.normal());
    const pairs = [];
    for (let round = 0; round < votes; round++) {
      const order = Array.from(truth.keys());
      for (let k = order.length - 1; k > 0; k--) {
        const other = Math.floor(random.uniform() * (k + 1));
        [order[k], order[other]] = [order[other], order[k]];
      }
      for (let k = 0; k < order.length; k += 2) pairs.push([order[k], order[k + 1]]);
    }
    return { truth, columns: columnsOf(truth, pairs, ties), judged: [...truth.keys()] };
  },
  /** Fifteen models, `votes` votes each on average, drawn as rank^-1. */
  unequal(votes, ties) {
    const truth = Float64Array.from({ length: 15 }, () => SPREAD * random.normal());
    const popularity = Array.from(truth, (_, k) => 1 / (k + 1));
    const all = sum(popularity);
    const draw = () => {
      let left = random.uniform() * all;
      return popularity.findIndex((share) => (left -= share) < 0);
    };
    const pairs = [];
    while (pairs.length < (15 * votes) / 2) {
      const [a, b] = [draw(), draw()];
      if (a !== b && a >= 0 && b >= 0) pairs.push([a, b]);
    }
    return { truth, columns: columnsOf(truth, pairs, ties), judged: [...truth.keys()] };
  },
};

/** Hits and half-widths of the judged models, those of one group being compared with their own mean. */
function judge({ truth, judged }, fit) {
  const n = truth.length;
  const groupOf = (k) => fit.group?.[k] ?? 0;
  const result = { hits: 0, judged: 0, halves: [] };
  for (const k of judged) {
    if (fit.votesOfModel[k] === 0) continue;
    const members = [...truth.keys()].filter((model) => groupOf(model) === groupOf(k));
    const mean = sum(members.map((model) => truth[model])) / members.length;
    const half = Z * Math.sqrt(fit.covariance[k * n + k]);
    result.judged++;
    result.halves.push(half);
    if (Math.abs(truth[k] - mean - fit.centre[k]) <= half) result.hits++;
  }
  return result;
}

const SKILLS = [-1.5, -1, 0, 1, 1.5];
const results = [];
const percent = (share) => `${(100 * share).toFixed(1)} %`;
for (const [name, make] of Object.entries(boards)) {
  console.log(`\n| ${name}: votes | ties | coverage | ${name === "newcomer" ? `coverage at skill ${SKILLS.join(", ")} sd | width |` : ""}`);
  console.log(`| --- | --- | --- |${name === "newcomer" ? " --- | --- |" : ""}`);
  const perBoard = name === "newcomer" ? 1 : 12;
  for (const ties of [0, 0.3, 0.6, 0.85]) {
    for (const votes of [1, 2, 3, 5, 10, 30, 50]) {
      const total = { hits: 0, judged: 0, halves: [] };
      const bayes = [];
      for (let board = 0; board < Math.ceil(BOARDS / perBoard); board++) {
        const made = make(votes, ties);
        const found = judge(made, fitPenalized(pairCountsFromColumns(made.columns)));
        total.hits += found.hits;
        total.judged += found.judged;
        total.halves.push(...found.halves);
        if (name === "newcomer" && bayes.length < 100) {
          const { a, b, outcome } = made.columns;
          const own = [...a.keys()].filter((k) => a[k] === 20).map((k) => [made.truth[b[k]], outcome[k]]);
          bayes.push(bayesHalfWidth(own, ties));
        }
      }
      const row = { board: name, ties, votes, coverage: total.hits / total.judged };
      const cells = [votes, percent(ties), percent(row.coverage)];
      if (name === "newcomer") {
        const fixed = SKILLS.map((skill) => {
          const tested = Array.from({ length: Math.ceil(BOARDS / 4) }, () => make(votes, ties, skill));
          const found = tested.map((made) => judge(made, fitPenalized(pairCountsFromColumns(made.columns))).hits);
          return sum(found) / found.length;
        });
        Object.assign(row, { fixed, width: median(total.halves) / median(bayes) });
        cells.push(fixed.map(percent).join(", "), row.width.toFixed(2));
      }
      results.push(row);
      console.log(`| ${cells.join(" | ")} |`);
    }
  }
}

console.log("\n| votes per model | ties | penalised minus exact, in half-widths: median | 95 % of models | largest |");
console.log("| --- | --- | --- | --- | --- |");
for (const ties of [0, 0.3, 0.6, 0.85]) {
  for (const votes of [30, 50, 100, 300]) {
    const distances = [];
    for (let board = 0; board < Math.ceil(BOARDS / 20); board++) {
      const made = boards["first day"](votes, ties);
      const counts = pairCountsFromColumns(made.columns);
      const penalised = fitPenalized(counts);
      try {
        const exact = fitBradleyTerry(counts, { covariance: "fisher" });
        exact.theta.forEach((value, k) =>
          distances.push(Math.abs(penalised.theta[k] - value) / (Z * Math.sqrt(penalised.covariance[13 * k]))),
        );
      } catch {
        // Separated votes have no exact ratings to compare with.
      }
    }
    distances.sort((one, other) => one - other);
    const at = (share) => distances[Math.floor(share * (distances.length - 1))];
    results.push({ ties, votes, distance: [at(0.5), at(0.95), at(1)] });
    console.log(`| ${votes} | ${percent(ties)} | ${[at(0.5), at(0.95), at(1)].map((value) => value.toFixed(3)).join(" | ")} |`);
  }
}
if (process.argv.includes("--json")) console.log(JSON.stringify(results));
