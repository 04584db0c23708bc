import { itemAt } from "../../math/access.ts";
import { joined } from "../growing-column.ts";
import { PairTable } from "../pair-table.ts";
import type { PairCounts } from "../pair-counts.ts";
import type { VoteColumns } from "../votes.ts";
import type { Layout, Role } from "./layout.ts";
import type { VotePart } from "./vote-recorder.ts";

/** A kept column of texts: vote k has the text `values[codes[k]]`. */
export interface TextColumn {
  readonly values: readonly string[];
  readonly codes: Int32Array;
}

/** Votes with the further columns that were asked for, or counts. */
export type ReadVotes =
  | {
      readonly kind: "votes";
      readonly columns: VoteColumns;
      readonly texts: ReadonlyMap<string, TextColumn>;
      readonly numbers: ReadonlyMap<string, Float64Array>;
      /** Whether `a` was shown first. Where a file says only who beat whom, the two are in random order. */
      readonly isOrdered: boolean;
    }
  | { readonly kind: "counts"; readonly counts: PairCounts };

/** Parts of an input, in its order, as one. Takes the columns out of the parts, so that memory holds each vote once and one column twice. */
export function combine(layout: Layout, parts: readonly VotePart[]): ReadVotes {
  const models = numbering(parts.map((part) => part.models));
  const columns = {
    models: models.names,
    a: joined(
      Int32Array,
      parts.map((part) => part.a),
      models.maps,
    ),
    b: joined(
      Int32Array,
      parts.map((part) => part.b),
      models.maps,
    ),
    outcome: joined(
      Uint8Array,
      parts.map((part) => part.outcome),
      null,
    ),
  };
  const textNames = layout.columns.filter(({ kind }) => kind === "text");
  const texts = textNames.map(({ name }, k): [string, TextColumn] => {
    const { names, maps } = numbering(parts.map((part) => itemAt(part.texts, k).values));
    return [
      name,
      {
        values: names,
        codes: joined(
          Int32Array,
          parts.map((part) => itemAt(part.texts, k).codes),
          maps,
        ),
      },
    ];
  });
  const numberColumns = layout.columns.filter(({ kind }) => kind === "number");
  const numbers = numberColumns.map(({ name, role }, k) => ({
    name,
    role,
    values: joined(
      Float64Array,
      parts.map((part) => itemAt(part.numbers, k)),
      null,
    ),
  }));
  const numberOf = (role: Role) => numbers.find((column) => column.role === role)?.values;
  if (layout.shape === "counts") return { kind: "counts", counts: countsOf(columns, numberOf) };
  const weight = numberOf("count");
  if (layout.shape === "beaten") shuffleSides(columns);
  return {
    kind: "votes",
    columns: weight?.some((count) => count !== 1) ? { ...columns, weight } : columns,
    texts: new Map(texts),
    numbers: new Map(numbers.filter(({ role }) => role === null).map(({ name, values }) => [name, values])),
    isOrdered: layout.shape !== "beaten",
  };
}

/** One numbering of all names, and for each part the new number of each of its names; null where nothing changes. */
function numbering(lists: readonly (readonly string[])[]): { names: string[]; maps: (Int32Array | null)[] } {
  const indices = new Map<string, number>();
  const maps = lists.map((list) => {
    const map = Int32Array.from(list, (name) => {
      const known = indices.get(name);
      if (known === undefined) indices.set(name, indices.size);
      return known ?? indices.size - 1;
    });
    return map.every((index, k) => index === k) ? null : map;
  });
  return { names: [...indices.keys()], maps };
}

function countsOf({ models, a, b }: VoteColumns, numberOf: (role: Role) => Float64Array | undefined): PairCounts {
  const table = new PairTable(models.length);
  (["wins_a", "wins_b", "ties", "both_bad"] as const).forEach((role, outcome) => {
    numberOf(role)?.forEach((count, row) => table.add(itemAt(a, row), itemAt(b, row), outcome, count));
  });
  return table.counts(models);
}

/** Puts winner and loser in an order that depends on the row alone, each first as often as the other. */
function shuffleSides({ a, b, outcome }: { a: Int32Array; b: Int32Array; outcome: Uint8Array }): void {
  for (let row = 0; row < a.length; row++) {
    const mixed = Math.imul(row ^ (row >>> 15), 0x2c1b3c6d);
    if ((mixed ^ (mixed >>> 13)) & 0x1000) continue;
    [a[row], b[row]] = [itemAt(b, row), itemAt(a, row)];
    if (itemAt(outcome, row) === 0) outcome[row] = 1;
  }
}
