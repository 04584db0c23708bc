import { type Alternative, type AllOf, type ArrayShape, type Json, matches, type ObjectShape, valueOf } from "./alternatives.ts";
import type { Bound } from "./numbers.ts";

/** Whether a value follows schemas. */
export type Accepts = (value: Json, schemas: AllOf) => boolean;

/** The values that are in both; null where there are none. */
export function intersect(left: Alternative, right: Alternative, accepts: Accepts): Alternative | null {
  if (left.kind === "values" || right.kind === "values") {
    const [given, other] = left.kind === "values" ? [left, right] : [right, left];
    if (given.kind !== "values") return null;
    const values = given.values.filter((value) => isIn(value, other, accepts));
    return values.length === 0 ? null : { ...given, values };
  }
  if (left.kind === "number" && right.kind === "number")
    return {
      kind: "number",
      isInteger: left.isInteger || right.isInteger,
      minimum: tighter(left.minimum, right.minimum, 1),
      maximum: tighter(left.maximum, right.maximum, -1),
      path: (right.minimum ?? right.maximum) ? right.path : left.path,
    };
  if (left.kind === "string" && right.kind === "string")
    return {
      kind: "string",
      minLength: Math.max(left.minLength, right.minLength),
      maxLength: Math.min(left.maxLength, right.maxLength),
      texts: [...left.texts, ...right.texts],
    };
  if (left.kind === "array" && right.kind === "array") return bothArrays(left, right);
  if (left.kind === "object" && right.kind === "object") return bothObjects(left, right);
  return left.kind === right.kind ? left : null;
}

/** @param sign 1 takes the greater of two bounds, -1 the smaller. */
function tighter(left: Bound | null, right: Bound | null, sign: 1 | -1): Bound | null {
  if (left === null || right === null) return left ?? right;
  if (left.value === right.value) return left.isExclusive ? left : right;
  return sign * (left.value - right.value) > 0 ? left : right;
}

function bothArrays(left: ArrayShape, right: ArrayShape): ArrayShape {
  const length = Math.max(left.first.length, right.first.length);
  return {
    kind: "array",
    first: Array.from({ length }, (_, index) => [...(left.first[index] ?? left.rest), ...(right.first[index] ?? right.rest)]),
    rest: [...left.rest, ...right.rest],
    minItems: Math.max(left.minItems, right.minItems),
    maxItems: Math.min(left.maxItems, right.maxItems),
  };
}

function bothObjects(left: ObjectShape, right: ObjectShape): ObjectShape {
  const names = new Set([...left.properties.keys(), ...right.properties.keys()]);
  // What one side says of all other properties holds for those that the other side names. A pattern of one side goes on to hold beside it.
  const of = (shape: ObjectShape, name: string): AllOf => shape.properties.get(name) ?? valueOf(shape, name) ?? never;
  return {
    kind: "object",
    properties: new Map([...names].map((name) => [name, [...of(left, name), ...of(right, name)]])),
    required: new Set([...left.required, ...right.required]),
    patterns: [...left.patterns, ...right.patterns],
    additional: [...left.additional, ...right.additional],
    isOpen: left.isOpen && right.isOpen,
    names: [...left.names, ...right.names],
    minProperties: Math.max(left.minProperties, right.minProperties),
    maxProperties: Math.min(left.maxProperties, right.maxProperties),
  };
}

const never: AllOf = [{ schema: false, path: "" }];

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a value is one of an alternative. */
export function isIn(value: Json, alternative: Alternative, accepts: Accepts): boolean {
  switch (alternative.kind) {
    case "null":
      return value === null;
    case "boolean":
      return typeof value === "boolean";
    case "values":
      return alternative.values.some((one) => isSame(one, value));
    case "number": {
      if (typeof value !== "number" || (alternative.isInteger && !Number.isInteger(value))) return false;
      const { minimum, maximum } = alternative;
      return (
        (minimum === null || (minimum.isExclusive ? value > minimum.value : value >= minimum.value)) &&
        (maximum === null || (maximum.isExclusive ? value < maximum.value : value <= maximum.value))
      );
    }
    case "string": {
      if (typeof value !== "string") return false;
      const length = Array.from(value).length;
      return length >= alternative.minLength && length <= alternative.maxLength && alternative.texts.every((text) => matches(text, value));
    }
    case "array": {
      const { first, rest, minItems, maxItems } = alternative;
      return (
        Array.isArray(value) &&
        value.length >= minItems &&
        value.length <= maxItems &&
        value.every((item: Json, index) => accepts(item, first[index] ?? rest))
      );
    }
    case "object": {
      if (!isObject(value)) return false;
      const entries = Object.entries(value);
      return (
        entries.length >= alternative.minProperties &&
        entries.length <= alternative.maxProperties &&
        [...alternative.required].every((name) => Object.hasOwn(value, name)) &&
        entries.every(([name, one]) => {
          const schemas = valueOf(alternative, name);
          return schemas !== null && accepts(one, schemas);
        })
      );
    }
  }
}

/** Equal as JSON Schema has it: the order of keys means nothing. */
function isSame(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item: Json, index) => isSame(item, (right as readonly Json[])[index] ?? null));
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSame(left[key] ?? null, right[key] ?? null))
  );
}
