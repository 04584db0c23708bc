import { EloError } from "../errors.ts";
import { add, at, codeAt, idAt } from "../math/access.ts";
import { exponential } from "../math/exponential.ts";
import type { Rows } from "../votes/vote-rows.ts";
import { SCORE } from "../votes/votes.ts";

/** Sum over clusters of s s' with s the sum of the cluster's scores, times G / (G - 1) (Liang, Zeger, Biometrika 73, 1986). */
export function clusterMeat({ columns, n, width, stride, values }: Rows, x: Float64Array, cluster: Int32Array): Float64Array {
  const { a, b, outcome, weight } = columns;
  if (cluster.length !== a.length) throw new EloError("bad-input", `There are ${cluster.length} cluster numbers for ${a.length} votes.`);
  const order = Int32Array.from(cluster.keys()).sort((one, other) => idAt(cluster, one) - idAt(cluster, other));
  const size = n + width;
  const meat = new Float64Array(size * size);
  const score = new Float64Array(size);
  const touched = new Set<number>();
  let clusters = 0;
  const close = () => {
    if (touched.size === 0) return;
    clusters++;
    const entries = [...touched];
    for (const row of entries) for (const column of entries) add(meat, row * size + column, at(score, row) * at(score, column));
    for (const entry of entries) score[entry] = 0;
    touched.clear();
  };
  const addScore = (entry: number, amount: number) => {
    add(score, entry, amount);
    touched.add(entry);
  };
  for (let index = 0; index < order.length; index++) {
    const k = idAt(order, index);
    if (index > 0 && cluster[k] !== cluster[idAt(order, index - 1)]) close();
    const [i, j] = [idAt(a, k), idAt(b, k)];
    let d = at(x, i) - at(x, j);
    for (let f = 0; f < width; f++) d += at(x, n + f) * at(values, k * stride + f);
    const residual = (weight ? at(weight, k) : 1) * (at(SCORE, codeAt(outcome, k)) - 1 / (1 + exponential(-d)));
    addScore(i, residual);
    addScore(j, -residual);
    for (let f = 0; f < width; f++) addScore(n + f, residual * at(values, k * stride + f));
  }
  close();
  if (clusters < 2) throw new EloError("bad-input", "Clustered errors need at least two clusters.");
  return meat.map((value) => (value * clusters) / (clusters - 1));
}
