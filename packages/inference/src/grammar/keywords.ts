import { z } from "zod";
import type { Json, Located } from "./alternatives.ts";
import { formatPatterns, numberFormats } from "./formats.ts";
import { SchemaError } from "./schema-error.ts";

const TYPES = ["null", "boolean", "number", "integer", "string", "array", "object"] as const;
type Type = (typeof TYPES)[number];

const schema = z.custom<Located["schema"]>(
  (value) => typeof value === "boolean" || (typeof value === "object" && value !== null && !Array.isArray(value)),
  "must be a schema: an object, or true or false",
);
const count = z
  .number("must be a number")
  .int("must be a whole number")
  .min(0, "must not be negative")
  .max(1e6, "must be at most 1,000,000");
const schemas = z.array(schema, "must be a list of schemas").min(1, "must not be empty");
const named = z.record(z.string(), schema, "must be an object of schemas");
const number = z.number("must be a number").refine((value) => Math.abs(value) < 1e15 || value === Math.trunc(value), "is too large");
const text = z.string("must be a text");
const json = z.custom<Json>((value) => value !== undefined);

/** Keywords that a grammar can keep. */
const kept = {
  type: z.union([z.enum(TYPES), z.array(z.enum(TYPES)).min(1)], `must be one of ${TYPES.join(", ")}, or a list of them`),
  const: json,
  enum: z.array(json, "must be a list of values").min(1, "must not be empty"),
  allOf: schemas,
  anyOf: schemas,
  oneOf: schemas,
  $ref: text,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  minLength: count,
  maxLength: count,
  pattern: text,
  format: text,
  prefixItems: z.array(schema, "must be a list of schemas"),
  items: z.union([schema, z.array(schema)], "must be a schema, or a list of schemas"),
  minItems: count,
  maxItems: count,
  properties: named,
  patternProperties: named,
  additionalProperties: schema,
  unevaluatedProperties: z.literal(false, "can be kept only where it is false"),
  propertyNames: z
    .union(
      [
        z.strictObject({ type: z.literal("string").optional(), pattern: z.string() }).transform(({ pattern }) => pattern),
        z
          .strictObject({ type: z.literal("string").optional(), enum: z.array(z.string()).min(1) })
          .transform((names) => `^(${names.enum.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&")).join("|")})$`),
        z.strictObject({ type: z.literal("string") }).transform(() => ""),
      ],
      "can be kept only as a pattern, or as an enum, of texts",
    )
    .optional(),
  required: z.array(z.string(), "must be a list of names"),
  minProperties: count,
  maxProperties: count,
} as const;

/** Keywords that say nothing of values. */
const ANNOTATIONS = new Set(
  "title description default example examples deprecated readOnly writeOnly $schema $id $comment $defs definitions discriminator strict".split(
    " ",
  ),
);

/** Which types a keyword speaks of; where a schema names no type, it is one of these, as llama.cpp has it. */
const typesOf: Readonly<Record<string, Type>> = {
  minimum: "number",
  maximum: "number",
  exclusiveMinimum: "number",
  exclusiveMaximum: "number",
  minLength: "string",
  maxLength: "string",
  pattern: "string",
  prefixItems: "array",
  items: "array",
  minItems: "array",
  maxItems: "array",
  properties: "object",
  patternProperties: "object",
  additionalProperties: "object",
  unevaluatedProperties: "object",
  propertyNames: "object",
  required: "object",
  minProperties: "object",
  maxProperties: "object",
};

const shape = z.object(kept).partial();

/** The keywords of one schema, checked. */
export type Keywords = z.infer<typeof shape> & {
  readonly types: ReadonlySet<Type>;
  /** It restricts no type. */
  readonly isBare: boolean;
};

const join = (path: string, key: string) => (path === "" ? key : `${path}/${key}`);

/**
 * Reads the keywords of a schema.
 *
 * @throws SchemaError naming the first that is not as it must be, or that no grammar can keep.
 */
export function keywordsOf(source: Readonly<Record<string, unknown>>, path: string): Keywords {
  const given = Object.fromEntries(
    Object.entries(source).filter(([key, value]) => !ANNOTATIONS.has(key) && !key.startsWith("x-") && !isIdle(key, value)),
  );
  for (const key of Object.keys(given))
    if (!Object.hasOwn(kept, key))
      throw new SchemaError(join(path, key), "this keyword cannot be kept by a grammar; leave it out, or check it in the answer");
  const { data, error } = shape.safeParse(given);
  if (error) {
    const [issue] = error.issues;
    throw new SchemaError(join(path, issue?.path.join("/") ?? ""), issue?.message ?? "is not as it must be");
  }
  const types = new Set<Type>(data.type === undefined ? impliedTypes(data) : [data.type].flat());
  const { format } = data;
  if (format !== undefined) {
    const isKnown = types.has("string") ? Object.hasOwn(formatPatterns, format) : Object.hasOwn(numberFormats, format);
    if (!isKnown)
      throw new SchemaError(join(path, "format"), `${format} is unknown here; known are ${Object.keys(formatPatterns).join(", ")}`);
  }
  return { ...data, types, isBare: data.type === undefined && types.size === TYPES.length && format === undefined };
}

/** What asks nothing, such as `uniqueItems: false`. */
function isIdle(key: string, value: unknown): boolean {
  if (key === "uniqueItems" || key === "nullable") return value === false;
  if (key === "multipleOf") return false;
  return (
    (key === "dependentRequired" || key === "dependentSchemas") &&
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).length === 0
  );
}

function impliedTypes(data: z.infer<typeof shape>): readonly Type[] {
  const implied = new Set(Object.keys(data).flatMap((key) => typesOf[key] ?? []));
  if (data.format !== undefined) implied.add(Object.hasOwn(numberFormats, data.format) ? "number" : "string");
  return implied.size === 0 ? TYPES : [...implied];
}
