/**
 * The same votes through this package and through arena-rank (and Evalica and FastChat), in one run:
 *
 *   pip install arena-rank pandas evalica scikit-learn plotly pytz tqdm && pip install --no-deps fschat
 *   pnpm --filter @llmlist/elo build && node packages/elo/bench/compare.mjs [python] [votes ...]
 *
 * Ratios are what counts: both sides ran on the same machine, one after the other.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  bootstrapRatings,
  columnsFromVotes,
  createLiveRatings,
  fitBradleyTerry,
  fitVotes,
  outcomes,
  pairCountsFromColumns,
  rateModels,
} from "../dist/index.js";
import { createRandom } from "../dist/math/random.js";

const [python = "python3", ...sizes] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "elo-compare-"));

/** Popularity falls as rank^-0.6, as on public boards. */
function votesAmong(models, votes, width, seed = 1) {
  const levels = createRandom(1);
  const theta = Float64Array.from({ length: models }, () => 0.86 * levels.normal());
  const random = createRandom(seed);
  const cumulative = Float64Array.from({ length: models }, (_, k) => (k + 1) ** -0.6);
  for (let k = 1; k < models; k++) cumulative[k] += cumulative[k - 1];
  const draw = () => {
    const at = random.uniform() * cumulative[models - 1];
    let [low, high] = [0, models - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const columns = {
    models: Array.from(theta, (_, k) => `m${k}`),
    a: new Int32Array(votes),
    b: new Int32Array(votes),
    outcome: new Uint8Array(votes),
  };
  const features = Array.from({ length: width }, () => new Float64Array(votes));
  for (let k = 0; k < votes; k++) {
    const a = draw();
    let b = draw();
    while (b === a) b = draw();
    let d = theta[a] - theta[b];
    features.forEach((feature, f) => {
      feature[k] = random.normal();
      d += (0.2 / (f + 1)) * feature[k];
    });
    columns.a[k] = a;
    columns.b[k] = b;
    columns.outcome[k] = random.uniform() < 0.23 ? 2 + (random.uniform() < 0.4) : random.uniform() < 1 / (1 + Math.exp(-d)) ? 0 : 1;
  }
  return { columns, features };
}

function time(job, tool, action, repeats = 3) {
  const seconds = [];
  let result;
  for (let k = 0; k < repeats; k++) {
    const begun = performance.now();
    result = action();
    seconds.push((performance.now() - begun) / 1000);
  }
  print(job, `${tool}, cold`, seconds[0]);
  if (repeats > 1) print(job, `${tool}, warm`, Math.min(...seconds.slice(1)));
  return result;
}

function print(job, tool, seconds) {
  console.log(
    `${job} | ${tool} | ${typeof seconds !== "number" ? (seconds ?? "-") : seconds < 1 ? `${(1000 * seconds).toFixed(1)} ms` : `${seconds.toFixed(2)} s`}`,
  );
}

function peer(job, columns, features) {
  writeFileSync(join(folder, "a"), columns.a);
  writeFileSync(join(folder, "b"), columns.b);
  writeFileSync(join(folder, "outcome"), columns.outcome);
  const width = features.length;
  const values = new Float64Array(columns.a.length * width);
  features.forEach((feature, f) => feature.forEach((value, k) => (values[k * width + f] = value)));
  writeFileSync(join(folder, "features"), values);
  const script = new URL("compare.py", import.meta.url).pathname;
  const run = spawnSync(python, [script, folder, `${columns.a.length}`, `${columns.models.length}`, `${width}`], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (run.status !== 0) console.log(`${job} | the peer did not run | ${run.stderr.trim().split("\n").at(-1)}`);
  for (const line of run.stdout.trim().split("\n").filter(Boolean)) {
    const [, tool, seconds] = JSON.parse(line);
    print(job, tool, seconds);
  }
}

try {
  for (const votes of sizes.length > 0 ? sizes.map(Number) : [2e6, 2e7]) {
    const { columns } = votesAmong(200, votes, 0);
    const job = `${votes / 1e6}M votes x 200 models, ratings and intervals`;
    time(job, "columns", () => rateModels(pairCountsFromColumns(columns)));
    console.log(`${job} | resident memory | ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
    if (votes <= 2e6) {
      const objects = Array.from(columns.a, (a, k) => ({ a: `m${a}`, b: `m${columns.b[k]}`, outcome: outcomes[columns.outcome[k]] }));
      time(job, "objects", () => rateModels(pairCountsFromColumns(columnsFromVotes(objects))));
    }
    peer(job, columns, []);
  }
  for (const width of [4, 8]) {
    const { columns, features } = votesAmong(200, 2e6, width);
    const named = Object.fromEntries(features.map((feature, f) => [`x${f}`, feature]));
    const job = `2M votes x 200 models x ${width} features`;
    time(job, "style control with intervals", () => fitVotes(columns, { features: named }), 2);
    peer(job, columns, features);
  }
  for (const models of [200, 1000]) {
    const counts = pairCountsFromColumns(votesAmong(models, 2e6, 0).columns);
    const fresh = pairCountsFromColumns(votesAmong(models, 1000, 0, 2).columns);
    const begun = performance.now();
    const live = createLiveRatings(counts);
    print(`live, ${models} models`, "first fit", (performance.now() - begun) / 1000);
    time(`live, ${models} models`, "refresh after 1000 votes", () => live.update(fresh), 20);
  }
  const counts = pairCountsFromColumns(votesAmong(200, 2e6, 0).columns);
  const fit = fitBradleyTerry(counts);
  for (const kind of ["gaussian", "poisson", "multinomial"]) {
    time("bootstrap x 1000, 2M votes x 200 models", kind, () => bootstrapRatings(fit, counts, { kind, rounds: 1000, seed: 1 }), 1);
  }
  const hundred = {
    ...counts,
    ...Object.fromEntries(["winsFirst", "winsSecond", "ties", "bothBad"].map((name) => [name, counts[name].map((count) => 50 * count)])),
  };
  time("100M votes as pair counts x 200 models, ratings and intervals", "pair counts", () => rateModels(hundred), 5);
} finally {
  rmSync(folder, { recursive: true });
}
