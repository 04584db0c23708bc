import {
  type Alternative,
  type AllOf,
  anyArray,
  anyNumber,
  anyObject,
  anyString,
  anyValue,
  type Json,
  type Located,
  type TextConstraint,
} from "./alternatives.ts";
import { formatPatterns, numberFormats } from "./formats.ts";
import { type Accepts, intersect, isIn } from "./intersect.ts";
import { keywordsOf, type Keywords } from "./keywords.ts";
import type { Bound } from "./numbers.ts";
import { SchemaError } from "./schema-error.ts";

const MAX_ALTERNATIVES = 500;
const MAX_DEPTH = 200;

const childOf = (path: string, ...names: readonly (string | number)[]): string =>
  [path, ...names.map((name) => String(name).replaceAll("~", "~0").replaceAll("/", "~1"))]
    .filter((part, index) => index > 0 || part !== "")
    .join("/");

/** Reads a JSON Schema: what its parts allow, with neighbouring keywords combined. */
export class SchemaReader {
  readonly #root: unknown;
  /** References that are being followed: one that meets itself before any value is written says nothing. */
  readonly #followed: string[] = [];
  #depth = 0;

  constructor(root: unknown) {
    this.#root = root;
  }

  /**
   * What values may follow all the schemas.
   *
   * @throws SchemaError naming the keyword that cannot be kept.
   */
  alternatives(all: AllOf): readonly Alternative[] {
    let found = anyValue;
    for (const located of all) found = this.#both(found, this.#own(located), located.path);
    return found;
  }

  readonly accepts: Accepts = (value, schemas) =>
    schemas.every((one) => this.#own(one).some((alternative) => isIn(value, alternative, this.accepts)));

  #both(left: readonly Alternative[], right: readonly Alternative[], path: string): readonly Alternative[] {
    if (left === anyValue) return right;
    if (right === anyValue) return left;
    const found = left.flatMap((one) => right.flatMap((other) => intersect(one, other, this.accepts) ?? []));
    if (found.length > MAX_ALTERNATIVES) throw new SchemaError(path, `combines into more than ${MAX_ALTERNATIVES} alternatives`);
    return found;
  }

  #own({ schema, path }: Located): readonly Alternative[] {
    if (schema === true) return anyValue;
    if (schema === false) return [];
    if (++this.#depth > MAX_DEPTH) throw new SchemaError(path, `is nested more than ${MAX_DEPTH} levels deep`);
    try {
      const keywords = keywordsOf(schema, path);
      let found = this.#typed(keywords, path);
      const { const: constant, enum: values } = keywords;
      const given = constant !== undefined ? [constant] : values;
      if (given)
        found = this.#both(
          found,
          [{ kind: "values", values: given, path: childOf(path, constant === undefined ? "enum" : "const") }],
          path,
        );
      for (const [index, one] of (keywords.allOf ?? []).entries())
        found = this.#both(found, this.#own({ schema: one, path: childOf(path, "allOf", index) }), path);
      if (keywords.anyOf) found = this.#both(found, this.#union(keywords.anyOf, childOf(path, "anyOf")), path);
      if (keywords.oneOf) found = this.#both(found, this.#oneOf(keywords.oneOf, found, childOf(path, "oneOf")), path);
      if (keywords.$ref !== undefined) found = this.#both(found, this.#referred(keywords.$ref, childOf(path, "$ref")), path);
      if (keywords.unevaluatedProperties === false) found = found.map(closed);
      return found;
    } finally {
      this.#depth--;
    }
  }

  #union(schemas: readonly Located["schema"][], path: string): readonly Alternative[] {
    return schemas.flatMap((schema, index) => this.#own({ schema, path: childOf(path, index) }));
  }

  #oneOf(schemas: readonly Located["schema"][], beside: readonly Alternative[], path: string): readonly Alternative[] {
    const each = schemas.map((schema, index) => this.#both(beside, this.#own({ schema, path: childOf(path, index) }), path));
    for (const [index, alternatives] of each.entries())
      for (const [other, others] of each.slice(0, index).entries())
        if (alternatives.some((one) => others.some((two) => !this.#isApart(one, two))))
          throw new SchemaError(
            childOf(path, index),
            `a value may follow it and alternative ${other} as well, which oneOf forbids; use anyOf, or tell them apart by a constant property`,
          );
    return each.flat();
  }

  /** Whether surely no value is written for both. */
  #isApart(left: Alternative, right: Alternative, depth = 0): boolean {
    const both = intersect(left, right, this.accepts);
    if (both === null) return true;
    if (depth > 3) return false;
    if (both.kind === "number") {
      const { minimum, maximum } = both;
      if (minimum === null || maximum === null) return false;
      return minimum.value > maximum.value || (minimum.value === maximum.value && (minimum.isExclusive || maximum.isExclusive));
    }
    if (both.kind === "string") return both.minLength > both.maxLength;
    if (both.kind === "array") return both.minItems > both.maxItems;
    if (both.kind !== "object" || left.kind !== "object" || right.kind !== "object") return false;
    const closed = (shape: typeof left) =>
      (shape.isOpen && shape.properties.size > 0) || shape.additional.some(({ schema }) => schema === false);
    const lacks = (one: typeof left, other: typeof left) =>
      closed(one) && one.patterns.length === 0 && [...other.required].some((name) => !one.properties.has(name) && !one.required.has(name));
    if (lacks(left, right) || lacks(right, left)) return true;
    return [...both.required].some((name) => {
      const [here, there] = [left.properties.get(name), right.properties.get(name)];
      if (!here || !there) return false;
      const others = this.alternatives(there);
      return this.alternatives(here).every((one) => others.every((other) => this.#isApart(one, other, depth + 1)));
    });
  }

  #referred(reference: string, path: string): readonly Alternative[] {
    if (this.#followed.includes(reference)) throw new SchemaError(path, `${reference} refers to itself before any value`);
    this.#followed.push(reference);
    try {
      return this.#own(this.#resolve(reference, path));
    } finally {
      this.#followed.pop();
    }
  }

  #resolve(reference: string, path: string): Located {
    if (!/^#(\/|$)/u.test(reference)) throw new SchemaError(path, `${reference} lies outside of this schema; only "#/..." can be followed`);
    let at = this.#root;
    const names = decodeURIComponent(reference.slice(1))
      .split("/")
      .slice(1)
      .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
    for (const name of names) {
      const next: unknown = typeof at === "object" && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined;
      if (next === undefined) throw new SchemaError(path, `${reference} refers to nothing`);
      at = next;
    }
    if (typeof at !== "boolean" && (typeof at !== "object" || at === null || Array.isArray(at)))
      throw new SchemaError(path, `${reference} refers to no schema`);
    return { schema: at as Located["schema"], path: childOf("", ...names) };
  }

  /** What the type, and the keywords of each type, allow. */
  #typed(keywords: Keywords, path: string): readonly Alternative[] {
    const { types } = keywords;
    const found: Alternative[] = [];
    if (types.has("null")) found.push({ kind: "null" });
    if (types.has("boolean")) found.push({ kind: "boolean" });
    if (types.has("number") || types.has("integer")) found.push(...numbersOf(keywords, path));
    if (types.has("string")) found.push(stringOf(keywords, path));
    if (types.has("array")) found.push(arrayOf(keywords, path));
    if (types.has("object")) found.push(objectOf(keywords, path));
    return types.size === 7 && keywords.isBare ? anyValue : found;
  }
}

function numbersOf({ types, minimum, maximum, exclusiveMinimum, exclusiveMaximum, format }: Keywords, path: string): Alternative[] {
  const isInteger = !types.has("number");
  const range = format === undefined ? undefined : numberFormats[format];
  const least = (bounds: readonly (Bound | null)[], sign: 1 | -1): Bound | null =>
    bounds.reduce((best, one) => {
      if (one === null || best === null) return one ?? best;
      if (one.value === best.value) return one.isExclusive ? one : best;
      return sign * (one.value - best.value) > 0 ? one : best;
    }, null);
  const inclusive = (value: number | undefined): Bound | null => (value === undefined ? null : { value, isExclusive: false });
  const exclusive = (value: number | undefined): Bound | null => (value === undefined ? null : { value, isExclusive: true });
  return [
    {
      ...anyNumber,
      isInteger,
      minimum: least([inclusive(minimum), exclusive(exclusiveMinimum), inclusive(range?.[0])], 1),
      maximum: least([inclusive(maximum), exclusive(exclusiveMaximum), inclusive(range?.[1])], -1),
      path,
    },
  ];
}

function stringOf({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern, format }: Keywords, path: string): Alternative {
  const texts: TextConstraint[] = [];
  if (pattern !== undefined) texts.push({ pattern, isWhole: false, path: childOf(path, "pattern") });
  const ofFormat = format === undefined ? undefined : formatPatterns[format];
  if (ofFormat !== undefined) texts.push({ pattern: ofFormat, isWhole: true, path: childOf(path, "format") });
  return { ...anyString, minLength, maxLength, texts };
}

function arrayOf({ prefixItems = [], items, minItems = 0, maxItems = Number.POSITIVE_INFINITY }: Keywords, path: string): Alternative {
  const isTuple = Array.isArray(items);
  const first = isTuple ? items : prefixItems;
  const name = isTuple ? "items" : "prefixItems";
  return {
    ...anyArray,
    first: first.map((schema: Located["schema"], index: number) => [{ schema, path: childOf(path, name, index) }]),
    rest: items === undefined || isTuple ? [] : [{ schema: items, path: childOf(path, "items") }],
    minItems,
    maxItems,
  };
}

function objectOf(keywords: Keywords, path: string): Alternative {
  const { properties = {}, patternProperties = {}, additionalProperties, propertyNames } = keywords;
  const named = (key: string, pattern: string): TextConstraint => ({ pattern, isWhole: false, path: childOf(path, key, pattern) });
  return {
    ...anyObject,
    properties: new Map(Object.entries(properties).map(([name, schema]) => [name, [{ schema, path: childOf(path, "properties", name) }]])),
    required: new Set(keywords.required ?? []),
    patterns: Object.entries(patternProperties).map(([pattern, schema]) => ({
      text: named("patternProperties", pattern),
      value: [{ schema, path: childOf(path, "patternProperties", pattern) }],
    })),
    additional: additionalProperties === undefined ? [] : [{ schema: additionalProperties, path: childOf(path, "additionalProperties") }],
    isOpen: additionalProperties === undefined,
    names: propertyNames === undefined ? [] : [{ pattern: propertyNames, isWhole: false, path: childOf(path, "propertyNames") }],
    minProperties: keywords.minProperties ?? 0,
    maxProperties: keywords.maxProperties ?? Number.POSITIVE_INFINITY,
  };
}

/** What all parts of a schema have named by then is all that there may be. */
const closed = (alternative: Alternative): Alternative =>
  alternative.kind === "object" && alternative.isOpen
    ? { ...alternative, isOpen: false, additional: [{ schema: false, path: "" }] }
    : alternative;

/** A whole value as a constant of JSON. */
export const constantOf = (value: Json): string => JSON.stringify(value);
