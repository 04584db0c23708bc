import { similarity } from "./similarity.ts";
import { spellingOf, tokensOf } from "./spelling.ts";
import { type NameKind, UnknownNameError } from "./unknown-name.ts";

/** A record, what it is called, and words that people type beside its name. */
export interface Entry<Item> {
  readonly item: Item;
  /** The first is the id, the second the name that people read. */
  readonly names: readonly [id: string, name: string, ...rest: string[]];
  readonly words?: readonly string[];
}

const NEAREST = 3;
/** Below this similarity, a name is no suggestion. */
const LEAST_SIMILARITY = 0.4;

/** Finds records of one kind by all their names. A name finds a record only if it is one of its names, whatever the spelling. */
export class NameIndex<Item> {
  readonly #kind: NameKind;
  readonly #entries: readonly Entry<Item>[];
  readonly #bySpelling = new Map<string, Item>();

  /** An id goes before another record's name, and an earlier record before a later one. */
  constructor(kind: NameKind, entries: readonly Entry<Item>[]) {
    this.#kind = kind;
    this.#entries = entries;
    for (const { item, names } of entries) this.#bySpelling.set(spellingOf(names[0]), item);
    for (const { item, names } of entries) {
      for (const name of names) {
        const spelling = spellingOf(name);
        if (!this.#bySpelling.has(spelling)) this.#bySpelling.set(spelling, item);
      }
    }
  }

  find(name: string): Item | undefined {
    return this.#bySpelling.get(spellingOf(name));
  }

  /** Records whose names are most like what was typed, the most similar first. */
  search(text: string): readonly Entry<Item>[] {
    const wanted = tokensOf(text);
    return this.#entries
      .map((entry) => ({ entry, score: similarity(wanted, entry.names[1], [...entry.names.flatMap(tokensOf), ...(entry.words ?? [])]) }))
      .filter(({ score }) => score >= LEAST_SIMILARITY)
      .toSorted((left, right) => right.score - left.score || left.entry.names[1].length - right.entry.names[1].length)
      .map(({ entry }) => entry);
  }

  /** The error for a name that no record has. */
  unknown(name: string): UnknownNameError {
    const nearest = this.search(name)
      .slice(0, NEAREST)
      .map(({ names }) => names[0]);
    return new UnknownNameError(this.#kind, name, nearest);
  }

  /**
   * The record with a name.
   *
   * @throws UnknownNameError
   */
  require(name: string): Item {
    const item = this.find(name);
    if (item === undefined) throw this.unknown(name);
    return item;
  }
}
