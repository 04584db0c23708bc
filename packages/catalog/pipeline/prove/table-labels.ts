import type { Benchmark } from "../../src/evaluation.ts";
import type { Model } from "../../src/model.ts";
import { spellingOf } from "../../src/names/index.ts";
import { MentionFinder } from "./mentions.ts";

/** A cell without links, remarks in brackets and images. */
const bare = (cell: string): string =>
  spellingOf(
    cell
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, "$1")
      .replaceAll(/\([^)]*\)?/gu, "")
      .replaceAll(/[^\p{L}\p{N}.+\s/_-]+/gu, " "),
  );

/** Words that a table gives a model or benchmark where its own names are others, by id. */
export type Labels = Readonly<Record<string, string>>;

/** Tells whether the labels of rows and columns name the models and benchmarks that a table of results is read for. */
export class TableLabels {
  readonly #names: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #finder: MentionFinder;

  constructor(models: readonly Model[], benchmarks: readonly Benchmark[]) {
    const records = [
      ...models.map(({ id, name, aliases }) => ({
        id,
        names: [
          name,
          id,
          id.slice(id.indexOf("/") + 1),
          ...(aliases.huggingFace ?? []).flatMap((alias) => [alias, alias.slice(alias.indexOf("/") + 1)]),
          ...(aliases.spellings ?? []),
        ],
      })),
      ...benchmarks.map(({ id, name, spellings = [] }) => ({ id, names: [id, name, ...spellings] })),
    ];
    this.#names = new Map(records.map(({ id, names }) => [id, new Set(names.map(spellingOf))]));
    this.#finder = new MentionFinder(records.map((record) => ({ ...record, type: "model" as const })));
  }

  /** The parts of a text that say something of a benchmark: `GSM8K (4-shot)` in `MMLU (5-shot), GSM8K (4-shot)`; all of a text that names none. */
  saidOf(text: string, benchmark: string): readonly string[] {
    if (this.#finder.in(text).models.size === 0) return [text];
    const parts = text.replaceAll(/\([^()]*\bet al\.[^()]*\)/gu, "").split(/(?<=\))[,.]?\s/u);
    return parts.filter(
      (part) => /\)$|-\d+shot/u.test(part.trim()) && this.#finder.in(part.replace(/\([^()]*\)\W*$/u, "")).models.has(benchmark),
    );
  }

  /** Whether the heading of a column is the label of a record, or else one of its names. */
  isHeading(cell: string, id: string, labels: Labels): boolean {
    const label = labels[id];
    return label === undefined ? (this.#names.get(id)?.has(bare(cell)) ?? false) : label === cell;
  }

  /** Whether the cells before the values hold the label of a record, or else one of its names, and not a longer one of another. */
  isRow(cells: readonly string[], id: string, labels: Labels): boolean {
    const label = labels[id];
    if (label !== undefined) return ` | ${cells.join(" | ")} | `.includes(` | ${label} | `);
    return cells.some((cell) => this.#finder.in(cell).models.has(id));
  }
}
