import type { FieldPath } from "../parse/fields.ts";
import type { Copies } from "./source-copies.ts";

/** A fact that a structured file states of a repository on Hugging Face, with the words that state it. */
export interface Statement {
  readonly huggingFace: string;
  readonly field: FieldPath;
  readonly value: number | string | boolean | readonly string[];
  readonly quote: string;
  /** The file, inside the importer's repository. */
  readonly path: string;
}

/** Reads one structured source. */
export interface Importer {
  /** Who publishes it: the file in `data/sources`. */
  readonly by: string;
  readonly repository: string;
  readonly commit: string;
  readonly kind: "board" | "card" | "code";
  read(copies: Copies): readonly Statement[];
}

/** The size that a repository's name gives, in parameters: `Qwen3-30B-A3B` has 30 billion; undefined for `8x7B` and `E4B`, which say something else. */
export function nominalIn(huggingFace: string): number | undefined {
  const name = huggingFace.slice(huggingFace.indexOf("/") + 1);
  const [, digits, unit = ""] = /(?:^|[-_])(\d+(?:\.\d+)?)(m|b|t)(?![a-z0-9])/iu.exec(name) ?? [];
  if (digits === undefined) return undefined;
  return Math.round(Number(digits) * { m: 1e6, b: 1e9, t: 1e12 }[unit.toLowerCase() as "m" | "b" | "t"]);
}

/** `32B` or `1.5T` in parameters. */
export function parametersIn(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)\s*(M|B|T)$/u.exec(text) ?? [];
  return digits === undefined ? undefined : Math.round(Number(digits) * { M: 1e6, B: 1e9, T: 1e12 }[unit as "M" | "B" | "T"]);
}

/** A date, or its month where the day is the first: those who collect write that where they know no day. */
export const dayOrMonth = (date: string): string => (/^\d{4}-\d\d-01$/u.test(date) ? date.slice(0, "2024-07".length) : date);

/** Lines that begin an entry, with those that belong to it. */
export const blocksOf = (text: string, begin: RegExp): readonly string[] =>
  text.split(begin).flatMap((block, index) => (index === 0 ? [] : [block]));
