import { EloError } from "../errors.ts";
import { itemAt } from "../math/access.ts";
import type { PairCounts } from "./pair-counts.ts";
import { COUNTS } from "./pair-table.ts";
import { checkModels } from "./votes.ts";

/**
 * Refuses counts that this package cannot have made: written by hand, cut, or sent through JSON.
 *
 * @throws EloError `bad-input` that names the entry.
 */
export function checkCounts(counts: PairCounts): void {
  const { models, first, second } = counts ?? {};
  const isColumn = (column: unknown) => ArrayBuffer.isView(column) && (column as Float64Array).length === first.length;
  if (!Array.isArray(models) || ![first, second, ...COUNTS.map((name) => counts[name])].every(isColumn))
    throw new EloError("bad-input", "Pair counts must be as pairCountsFromRows makes them.");
  checkModels(models);
  const n = models.length;
  for (let k = 0; k < first.length; k++) {
    const [i, j] = [itemAt(first, k), itemAt(second, k)];
    if (!(Number.isInteger(i) && Number.isInteger(j) && i >= 0 && j >= 0 && i < n && j < n && i !== j))
      throw new EloError("bad-input", `Pair ${k + 1} of the counts names models ${i} and ${j}, but there are ${n}.`);
    for (const name of COUNTS) {
      const count = itemAt(counts[name], k);
      if (!(count >= 0 && count < Infinity)) throw new EloError("bad-input", `Pair ${k + 1} of the counts has ${name} ${count}.`);
    }
  }
}
