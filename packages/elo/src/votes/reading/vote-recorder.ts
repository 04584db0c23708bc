import { itemAt } from "../../math/access.ts";
import { GrowingColumn } from "../growing-column.ts";
import { quoted, shown } from "../messages.ts";
import { ByteTable } from "./byte-table.ts";
import { CellError } from "./cell-error.ts";
import { KNOWN_LABELS, keyOf, type Labels } from "./labels.ts";
import type { Layout, Role } from "./layout.ts";
import { MISSING, RowCells } from "./row-cells.ts";

/** Votes of a part of the input, with models and texts numbered in order of appearance there; columns lie in blocks. */
export interface VotePart {
  readonly models: readonly string[];
  readonly a: Int32Array[];
  readonly b: Int32Array[];
  readonly outcome: Uint8Array[];
  /** The kept columns in the order of the layout: codes into `values`, or numbers. */
  readonly texts: readonly { readonly values: readonly string[]; readonly codes: Int32Array[] }[];
  readonly numbers: readonly Float64Array[][];
}

const OUTCOME = { a: 0, b: 1, tie: 2 } as const;
const NO_LABEL = -1;
const TRUE = new Set(["1", "1.0", "true", "yes", "t"]);
const FALSE = new Set(["0", "0.0", "false", "no", "f"]);

/** Turns records into votes: a scanner fills `cells` and calls `record`. */
export class VoteRecorder {
  readonly cells: RowCells;
  readonly #layout: Layout;
  readonly #labels: Labels;
  readonly #tokens = new ByteTable();
  readonly #slots: Readonly<Record<Role, number>>;
  readonly #models: string[] = [];
  readonly #modelOfToken: number[] = [];
  readonly #codeOfToken: number[] = [];
  readonly #a = new GrowingColumn(Int32Array);
  readonly #b = new GrowingColumn(Int32Array);
  readonly #outcome = new GrowingColumn(Uint8Array);
  readonly #texts: { slot: number; name: string; table: ByteTable; codes: GrowingColumn<Int32Array> }[] = [];
  readonly #numbers: { slot: number; name: string; fallback: number | null; values: GrowingColumn<Float64Array> }[] = [];

  constructor(layout: Layout, labels: Labels) {
    this.#layout = layout;
    this.#labels = labels;
    const slotOf = (role: Role) => layout.columns.findIndex((column) => column.role === role);
    this.#slots = {
      a: slotOf("a"),
      b: slotOf("b"),
      winner: slotOf("winner"),
      loser: slotOf("loser"),
      won_a: slotOf("won_a"),
      won_b: slotOf("won_b"),
      equal: slotOf("equal"),
      count: slotOf("count"),
      wins_a: slotOf("wins_a"),
      wins_b: slotOf("wins_b"),
      ties: slotOf("ties"),
      both_bad: slotOf("both_bad"),
    };
    const targets = layout.columns.map(({ name, role, kind, isRequired }, slot) => {
      if (kind === "number") {
        const fallback = isRequired ? null : role === "count" ? 1 : 0;
        this.#numbers.push({ slot, name, fallback, values: new GrowingColumn(Float64Array) });
        return { name, table: null };
      }
      const table = kind === "token" ? this.#tokens : new ByteTable();
      if (kind === "text") this.#texts.push({ slot, name, table, codes: new GrowingColumn(Int32Array) });
      return { name, table };
    });
    this.cells = new RowCells(targets);
    this.cells.clear();
  }

  /**
   * Takes the record that `cells` hold.
   *
   * @throws CellError for a record that is no vote.
   */
  record(): void {
    const { a, b, winner, loser } = this.#slots;
    const isBeaten = this.#layout.shape === "beaten";
    const [first, second] = [this.#token(isBeaten ? winner : a), this.#token(isBeaten ? loser : b)];
    if (first === second) throw new CellError(`has ${shown(this.#text(first))} against itself.`);
    this.#outcome.push(this.#outcomeOf(first, second));
    this.#a.push(this.#model(first));
    this.#b.push(this.#model(second));
    for (const { slot, name, codes } of this.#texts) {
      const code = this.cells.token(slot);
      if (code === MISSING) throw new CellError(`has no ${shown(name)}.`);
      codes.push(code);
    }
    for (const { slot, name, fallback, values } of this.#numbers) {
      const value = this.cells.number(slot);
      if (value === MISSING && fallback === null) throw new CellError(`has no ${shown(name)}.`);
      values.push(value === MISSING && fallback !== null ? fallback : value);
    }
  }

  /** Everything recorded; the recorder is empty afterwards. */
  take(): VotePart {
    return {
      models: this.#models,
      a: this.#a.takeBlocks(),
      b: this.#b.takeBlocks(),
      outcome: this.#outcome.takeBlocks(),
      texts: this.#texts.map(({ table, codes }) => ({ values: table.texts, codes: codes.takeBlocks() })),
      numbers: this.#numbers.map(({ values }) => values.takeBlocks()),
    };
  }

  #outcomeOf(first: number, second: number): number {
    switch (this.#layout.shape) {
      case "counts":
        return OUTCOME.a;
      case "beaten":
        return this.#flag(this.#slots.equal) ? OUTCOME.tie : OUTCOME.a;
      case "one-hot":
        return this.#oneHot();
      case "winner":
        return this.#byWinner(first, second);
    }
  }

  #byWinner(first: number, second: number): number {
    const token = this.cells.token(this.#slots.winner);
    if (this.#flag(this.#slots.equal)) {
      if (token === MISSING || this.#code(token) === OUTCOME.tie) return OUTCOME.tie;
      throw new CellError(`says that both are equal, and names the winner ${quoted(this.#text(token))}.`);
    }
    if (token === MISSING) throw new CellError(`has no ${shown(this.#name(this.#slots.winner))}.`);
    const code = this.#code(token);
    const named = token === first ? OUTCOME.a : token === second ? OUTCOME.b : NO_LABEL;
    if (named === NO_LABEL && code !== NO_LABEL) return code;
    if (named !== NO_LABEL && (code === NO_LABEL || code === named)) return named;
    const text = quoted(this.#text(token));
    if (named === NO_LABEL) throw new CellError(`has the winner ${text}; known are ${KNOWN_LABELS}. Say what others mean with --values.`);
    throw new CellError(`has the winner ${text}, which is a model's name and also a word for an outcome. Say what it means with --values.`);
  }

  #oneHot(): number {
    const { won_a, won_b, equal } = this.#slots;
    const flags = [this.#flag(won_a), this.#flag(won_b), this.#flag(equal)];
    if (flags.filter(Boolean).length !== 1) {
      const names = [won_a, won_b, equal].filter((slot) => slot >= 0).map((slot) => this.#name(slot));
      throw new CellError(`must have 1 in exactly one of ${names.map(shown).join(", ")}.`);
    }
    return flags.indexOf(true);
  }

  #flag(slot: number): boolean {
    const token = slot < 0 ? MISSING : this.cells.token(slot);
    if (token === MISSING) return false;
    const text = keyOf(this.#text(token));
    if (!TRUE.has(text) && !FALSE.has(text))
      throw new CellError(`has ${quoted(text)} in ${shown(this.#name(slot))}, which must be 1 or 0.`);
    return TRUE.has(text);
  }

  #token(slot: number): number {
    const token = this.cells.token(slot);
    if (token === MISSING) throw new CellError("has a model without a name.");
    return token;
  }

  #model(token: number): number {
    return (this.#modelOfToken[token] ??= this.#models.push(this.#text(token)) - 1);
  }

  /** The outcome that a value stands for, looked up once per value. */
  #code(token: number): number {
    return (this.#codeOfToken[token] ??= this.#labels.get(keyOf(this.#text(token))) ?? NO_LABEL);
  }

  #text(token: number): string {
    return itemAt(this.#tokens.texts, token);
  }

  #name(slot: number): string {
    return itemAt(this.cells.targets, slot).name;
  }
}
