import { add, at, itemAt, sumOf } from "../math/access.ts";

/**
 * What a voter may be suspected of, as numbers: disagreement with the consensus, preference for or against the first place, ties, and per model a
 * preference for or against it.
 */
export const CONSENSUS = 0;
export const FIRST_UP = 1;
export const FIRST_DOWN = 2;
export const TIES = 3;
export const forModel = (model: number): number => 4 + 2 * model;
export const againstModel = (model: number): number => 5 + 2 * model;

/** A p-value of one suspicion. */
export interface Finding {
  readonly suspicion: number;
  readonly p: number;
}

/** A voter's findings: all that are small, and the smallest. */
export interface Suspect {
  readonly findings: readonly Finding[];
  /** The models that the voter voted on, as indices. */
  readonly met: Int32Array;
}

const EVIDENCE_SHARE = 2 / 3;
/** Findings up to each of these sizes are counted; more of them than by chance are evidence that there are others. */
const SIZES = [0.01, 0.002] as const;

/**
 * P-values of each suspect over all its suspicions. The smallest of p / w is valid where the weights w add up to 1 and do not depend on the
 * suspect's own votes (weighted Bonferroni: Genovese, Roeder, Wasserman, Biometrika 93, 2006). A third of the weight goes to the four kinds in equal
 * parts, of a model's to the models that the voter met. The rest goes to suspicions that came true more often than by chance among the other
 * half of the voters: accounts of one campaign share their target, so what is found for some makes it likelier for the rest.
 */
export function combinedP(suspects: readonly Suspect[], models: number): Float64Array {
  const halves = [0, 1].map((half) => evidenceOf(suspects, models, half));
  return Float64Array.from(suspects, ({ findings, met }, k) => {
    const evidence = halves[1 - (k % 2)] ?? null;
    let least = 1;
    for (const { suspicion, p } of findings) {
      const plain = plainWeight(suspicion, met.length);
      const weight = evidence ? EVIDENCE_SHARE * at(evidence, suspicion) + (1 - EVIDENCE_SHARE) * plain : plain;
      if (weight > 0) least = Math.min(least, p / weight);
    }
    return least;
  });
}

function plainWeight(suspicion: number, met: number): number {
  if (suspicion === CONSENSUS || suspicion === TIES) return 1 / 4;
  return suspicion < 4 ? 1 / 8 : 1 / (8 * met);
}

/** Weights of suspicions by how far they came true more often than by chance in every other suspect; null where none did. */
function evidenceOf(suspects: readonly Suspect[], models: number, half: number): Float64Array | null {
  const size = forModel(models);
  const tested = new Float64Array(size);
  const small = SIZES.map(() => new Float64Array(size));
  for (let k = half; k < suspects.length; k += 2) {
    const { findings, met } = itemAt(suspects, k);
    for (let kind = 0; kind < 4; kind++) add(tested, kind, 1);
    for (const model of met) {
      add(tested, forModel(model), 1);
      add(tested, againstModel(model), 1);
    }
    for (const { suspicion, p } of findings) SIZES.forEach((limit, k) => p <= limit && add(itemAt(small, k), suspicion, 1));
  }
  const excess = tested.map((count, suspicion) =>
    SIZES.reduce((most, limit, k) => {
      const expected = limit * count;
      const found = at(itemAt(small, k), suspicion);
      return found > expected + 2 * Math.sqrt(expected) + 1 ? Math.max(most, found - expected) : most;
    }, 0),
  );
  const all = sumOf(excess);
  return all > 0 ? excess.map((count) => count / all) : null;
}
