import type { NumberRange } from "./numbers.ts";

/** Any value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A schema, or a part of one, and where it stands: the path names it. */
export interface Located {
  readonly schema: boolean | Readonly<Record<string, unknown>>;
  readonly path: string;
}

/** Schemas that a value has to follow all at once; they are read when their value is written, so that they may refer to themselves. */
export type AllOf = readonly Located[];

/** A pattern or a format that a string has to match. */
export interface TextConstraint {
  readonly pattern: string;
  readonly isWhole: boolean;
  readonly path: string;
}

export interface StringShape {
  readonly kind: "string";
  readonly minLength: number;
  readonly maxLength: number;
  readonly texts: readonly TextConstraint[];
}

export interface NumberShape extends NumberRange {
  readonly kind: "number";
  /** Of the bounds. */
  readonly path: string;
}

export interface ArrayShape {
  readonly kind: "array";
  readonly first: readonly AllOf[];
  /** Those after the first ones. */
  readonly rest: AllOf;
  readonly minItems: number;
  readonly maxItems: number;
}

export interface ObjectShape {
  readonly kind: "object";
  readonly properties: ReadonlyMap<string, AllOf>;
  readonly required: ReadonlySet<string>;
  readonly patterns: readonly { readonly text: TextConstraint; readonly value: AllOf }[];
  /** Values of all other properties. */
  readonly additional: AllOf;
  /** Nothing is said of other properties: where some are named, as llama.cpp has it, no others are written. */
  readonly isOpen: boolean;
  readonly names: readonly TextConstraint[];
  readonly minProperties: number;
  readonly maxProperties: number;
}

/** Values of one type, or some given values. A schema allows one of several. */
export type Alternative =
  | { readonly kind: "null" }
  | { readonly kind: "boolean" }
  | NumberShape
  | StringShape
  | ArrayShape
  | ObjectShape
  | { readonly kind: "values"; readonly values: readonly Json[]; readonly path: string };

export const anyNumber: NumberShape = { kind: "number", isInteger: false, minimum: null, maximum: null, path: "" };
export const anyString: StringShape = { kind: "string", minLength: 0, maxLength: Number.POSITIVE_INFINITY, texts: [] };
export const anyArray: ArrayShape = { kind: "array", first: [], rest: [], minItems: 0, maxItems: Number.POSITIVE_INFINITY };
export const anyObject: ObjectShape = {
  kind: "object",
  properties: new Map(),
  required: new Set(),
  patterns: [],
  additional: [],
  isOpen: true,
  names: [],
  minProperties: 0,
  maxProperties: Number.POSITIVE_INFINITY,
};

/** All values there are. */
export const anyValue: readonly Alternative[] = [{ kind: "null" }, { kind: "boolean" }, anyNumber, anyString, anyArray, anyObject];

/** Whether a schema that holds for nothing is among them. */
export const isNever = (all: AllOf): boolean => all.some(({ schema }) => schema === false);

export const matches = ({ pattern, isWhole }: TextConstraint, text: string): boolean => {
  const written = isWhole ? `^(?:${pattern})$` : pattern;
  try {
    return new RegExp(written, "u").test(text);
  } catch {
    return new RegExp(written).test(text);
  }
};

/** What a property of this name has to follow; null where there may be none. */
export function valueOf(shape: ObjectShape, name: string): AllOf | null {
  if (!shape.names.every((constraint) => matches(constraint, name))) return null;
  const own = shape.properties.get(name);
  const byPattern = shape.patterns.filter(({ text }) => matches(text, name)).map(({ value }) => value);
  const all = own === undefined && byPattern.length === 0 ? shape.additional : [...(own ?? []), ...byPattern.flat()];
  return isNever(all) ? null : all;
}
