import type { Bound } from "./model.ts";

/** A file of a public repository at one commit, opened for what it says. */
export interface Source {
  readonly id: string;
  readonly repository: string;
  readonly path: string;
  readonly commit: string;
  /** The organization that speaks. */
  readonly by: string;
  readonly kind: "card" | "paper" | "post" | "code" | "board";
}

/** One value with the words that say so. */
export interface Claim {
  readonly value: unknown;
  /** How sure a count is; exact where it is left out. */
  readonly bound?: Bound;
  readonly source: string;
  /** The shortest excerpt that carries the value; cells of a table are separated by ` | `. */
  readonly quote: string;
}

/** Excerpts of results and speeds as the package keeps them: each once, and by number for each result and speed in their order. */
export interface RowQuotes {
  readonly results: readonly number[];
  readonly speeds: readonly number[];
  readonly quotes: readonly string[];
}
