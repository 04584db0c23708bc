import type { Row } from "../data/rows.ts";
import { EvalError } from "../errors.ts";
import { PythonRandom } from "../python/random.ts";
import type { ShotRule } from "../tasks/task.ts";

/** The documents in the order in which they are asked, and the shots of each. */
export interface Drawn {
  /** Indices of rows. */
  readonly order: readonly number[];
  /** By place in the order: rows of the split of the shots. */
  readonly shots: readonly (readonly Row[])[];
}

interface DrawOptions {
  readonly rule: ShotRule;
  readonly documents: readonly Row[];
  /** What the shots come from. */
  readonly pool: readonly Row[];
  readonly count: number;
  /** Of the documents, in their order, how many are needed; the reference stops there, too. */
  readonly limit: number;
}

/**
 * Draws the shots of documents as the reference does, so that a document has the same shots in every run.
 *
 * @throws EvalError `bad-data` where there are too few rows to draw from.
 */
export function drawShots({ rule, documents, pool, count, limit }: DrawOptions): Drawn {
  const straight = documents.map((_, index) => index);
  if (rule.type === "first") {
    const order = rule.shuffleSeed === null ? straight : new PythonRandom(rule.shuffleSeed).shuffled(straight);
    mustHave(count, pool);
    const first = pool.slice(0, count);
    return taken(order, limit, () => first);
  }
  if (rule.type === "balanced") {
    const chosen = balanced(pool, count, rule);
    return taken(straight, limit, () => chosen);
  }
  const random = new PythonRandom(rule.seed);
  const order = rule.shufflesDocuments ? random.shuffled(straight) : straight;
  if (count === 0) return taken(order, limit, () => []);
  mustHave(rule.leavesOutDocument ? count + 1 : count, pool);
  if (!rule.leavesOutDocument) return taken(order, limit, () => random.sample(pool, count));
  const texts = new Map(pool.map((row) => [row, canonical(row)]));
  return taken(order, limit, (index) => {
    const own = canonical(documents[index] ?? {});
    const others = (rows: readonly Row[]) => rows.filter((row) => texts.get(row) !== own);
    const left = others(random.sample(pool, count + 1)).slice(0, count);
    // Where a pool holds the document more than once, too few may be left.
    return left.length === count ? left : random.sample(others(pool), count);
  });
}

function taken(order: readonly number[], limit: number, shotsOf: (index: number) => readonly Row[]): Drawn {
  const asked = order.slice(0, limit);
  return { order: asked, shots: asked.map(shotsOf) };
}

function mustHave(count: number, pool: readonly Row[]): void {
  if (pool.length >= count) return;
  throw new EvalError("bad-data", `${count} shots cannot be drawn from ${pool.length} rows; choose a smaller --num-fewshot, or add rows.`);
}

/** A row as text, whatever the order of its fields. */
const canonical = (row: Row): string => JSON.stringify(Object.entries(row).toSorted(([left], [right]) => (left < right ? -1 : 1)));

/**
 * HELM's choice of examples: answers by how often they occur, equal ones shuffled; then a row of each answer in turn
 * (stanford-crfm/helm, `in_context_learning_adapter.py`, `sample_examples`).
 */
function balanced(pool: readonly Row[], count: number, { seed, label }: Extract<ShotRule, { type: "balanced" }>): Row[] {
  const random = new PythonRandom(seed);
  const byLabel = grouped(pool, label);
  const byCount = grouped([...byLabel.keys()].toSorted(byCodePoints), (name) => byLabel.get(name)?.length ?? 0);
  const names = [...byCount.keys()].toSorted((left, right) => right - left).flatMap((size) => random.shuffled(byCount.get(size) ?? []));
  const chosen: Row[] = [];
  const left = new Map(names.map((name) => [name, [...(byLabel.get(name) ?? [])]]));
  while (chosen.length < Math.min(count, pool.length))
    for (const rows of left.values())
      if (rows.length > 0 && chosen.length < count) chosen.push(...rows.splice(random.randrange(rows.length), 1));
  return chosen;
}

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Python's order of texts. */
function byCodePoints(left: string, right: string): number {
  const [one, other] = [Array.from(left), Array.from(right)];
  const index = one.findIndex((character, position) => character !== other[position]);
  if (index < 0) return one.length - other.length;
  const [a, b] = [one[index]?.codePointAt(0) ?? 0, other[index]?.codePointAt(0)];
  return b === undefined ? 1 : a - b;
}
