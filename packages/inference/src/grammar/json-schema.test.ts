import { getLlama, type Llama, LlamaLogLevel } from "node-llama-cpp";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { choiceGrammar, jsonSchemaGrammar, patternGrammar, SchemaError } from "./index.ts";

/** llama.cpp's own matcher, which node-llama-cpp has for its grammars. */
const bindings = z.object({
  AddonGrammar: z.custom<new (grammar: string, options: object) => { isTextCompatible(text: string): boolean }>(
    (value) => typeof value === "function",
  ),
});

let llama: Llama;
beforeAll(async () => {
  llama = await getLlama({ build: "never", gpu: false, logLevel: LlamaLogLevel.error });
});
const accepts = (grammar: string, text: string): boolean => {
  const addonExports = Reflect.get(llama, "_bindings") as unknown;
  return new (bindings.parse(addonExports).AddonGrammar)(grammar, { addonExports, rootRuleName: "root" }).isTextCompatible(text);
};

type Case = readonly [what: string, schema: Record<string, unknown>, right: readonly unknown[], wrong: readonly unknown[]];
const person = { type: "object", properties: { name: { type: "string" }, age: { type: "integer" } }, required: ["name"] };
const tree = {
  $ref: "#/$defs/node",
  $defs: {
    node: {
      type: "object",
      properties: { value: { type: "integer" }, next: { anyOf: [{ $ref: "#/$defs/node" }, { type: "null" }] } },
      required: ["value", "next"],
    },
  },
};
const cases: readonly Case[] = [
  ["patterns", { type: "string", pattern: "^[0-9]{5}$" }, ["12345"], ["1234", "123456", "a2345"]],
  ["patterns that begin and end anywhere", { type: "string", pattern: "b+" }, ["b", "abbc"], ["", "ac"]],
  ["patterns that look ahead", { type: "string", pattern: "^(?!a)(?=.*[0-9])[a-z0-9]+$" }, ["b1", "1"], ["a1", "bb"]],
  ["patterns with letters of any script and escapes of quotes", { type: "string", pattern: '^\\p{L}+"\\\\$' }, ['é你"\\'], ['1"\\']],
  ["patterns with escapes that mean nothing", { type: "string", pattern: "^\\!\\-$" }, ["!-"], ["\\!"]],
  ["a pattern beside a length", { type: "string", pattern: "^a*$", minLength: 2, maxLength: 3 }, ["aa", "aaa"], ["a", "aaaa"]],
  ["lengths, counted in characters", { type: "string", minLength: 2, maxLength: 2 }, ["ab", "🙂🙂"], ["a", "🙂", "abc"]],
  [
    "lengths beyond llama.cpp's limit of repetitions",
    { type: "string", minLength: 2500, maxLength: 5001 },
    ["x".repeat(2500), "x".repeat(5001)],
    ["x".repeat(2499), "x".repeat(5002)],
  ],
  ["formats", { type: "string", format: "date" }, ["2024-02-29", "2026-12-31"], ["2023-02-29", "2026-13-01", "today"]],
  [
    "e-mail addresses, as Zod writes them",
    z.toJSONSchema(z.string().email().max(20)) as Record<string, unknown>,
    ["a@b.org"],
    ["a@b", ".a@b.org", `a@${"b".repeat(20)}.org`],
  ],
  ["bounds of integers", { type: "integer", minimum: -12, maximum: 105 }, [-12, 0, 9, 99, 105], [-13, 106, 1.5]],
  ["bounds of numbers", { type: "number", exclusiveMinimum: 0.25, maximum: 10 }, [0.251, 1, 9.999, 10], [0.25, 10.001, 0, -1]],
  ["bounds on one side", { type: "integer", exclusiveMaximum: -3 }, [-4, -100], [-3, 0, 5]],
  [
    "allOf",
    { allOf: [person, { properties: { age: { minimum: 18 } }, required: ["age"] }] },
    [{ name: "A", age: 18 }],
    [{ name: "A" }, { name: "A", age: 17 }],
  ],
  ["anyOf at the top", { anyOf: [{ type: "string" }, { type: "integer" }] }, ["a", 1], [null, 1.5]],
  ["oneOf", { oneOf: [{ type: "string" }, { type: "null" }] }, ["a", null], [1]],
  ["constants", { const: { a: [1, "x"] } }, [{ a: [1, "x"] }], [{ a: [1] }]],
  ["enums beside a type", { type: "string", enum: ["a", 1, "b\n"] }, ["a", "b\n"], [1, "c"]],
  ["references by $defs, also to themselves", tree, [{ value: 1, next: { value: 2, next: null } }], [{ value: 1 }, { value: 1, next: 2 }]],
  ["references by definitions", { $ref: "#/definitions/P", definitions: { P: { type: "integer" } } }, [1], ["a"]],
  [
    "references into properties",
    { type: "object", properties: { a: { type: "boolean" }, b: { $ref: "#/properties/a" } }, required: ["a", "b"] },
    [{ a: true, b: false }],
    [{ a: true, b: 1 }],
  ],
  ["names with a slash or a tilde", { $ref: "#/$defs/a~1b~0c", $defs: { "a/b~c": { type: "null" } } }, [null], [1]],
  ["optional properties", person, [{ name: "A" }, { name: "A", age: 3 }], [{}, { age: 3 }, { name: "A", other: 1 }]],
  ["required properties that no schema describes", { type: "object", properties: {}, required: ["id"] }, [{ id: [1] }], [{}]],
  ["maps", { type: "object", additionalProperties: { type: "integer" } }, [{}, { a: 1, b: 2 }], [{ a: "x" }]],
  [
    "other properties beside named ones",
    { type: "object", properties: { a: { type: "null" } }, additionalProperties: { type: "integer" } },
    [{ a: null, b: 1 }, { ab: 2 }],
    [{ a: 1 }, { b: null }],
  ],
  [
    "names by a pattern",
    { type: "object", patternProperties: { "^x": { type: "integer" } }, additionalProperties: false },
    [{ x1: 1 }],
    [{ y: 1 }, { x1: "a" }],
  ],
  ["numbers of properties", { type: "object", additionalProperties: true, maxProperties: 1 }, [{}, { a: 1 }], [{ a: 1, b: 2 }]],
  ["lists", { type: "array", items: { type: "integer" }, minItems: 1, maxItems: 2 }, [[1], [1, 2]], [[], [1, 2, 3], ["a"]]],
  [
    "tuples",
    { type: "array", prefixItems: [{ type: "integer" }, { type: "string" }], items: false },
    [[1, "a"]],
    [[1], [1, "a", 2], ["a", 1]],
  ],
  ["several types", { type: ["string", "null"], maxLength: 2 }, [null, "ab"], ["abc", 1]],
  ["any value", {}, [{ a: [1, "x", null] }, "s", 1], []],
];

describe("the grammar of a JSON schema", () => {
  it.each(cases)("keeps %s", (_, schema, right, wrong) => {
    const grammar = jsonSchemaGrammar(schema);
    expect(right.filter((value) => !accepts(grammar, JSON.stringify(value)))).toEqual([]);
    expect(wrong.filter((value) => accepts(grammar, JSON.stringify(value)))).toEqual([]);
  });

  it("lets white space stand where llama.cpp does", () => {
    expect(accepts(jsonSchemaGrammar(person), '{\n  "name": "A",\n  "age": 3\n}')).toBe(true);
  });

  it.each([
    ["a reference to nothing", { properties: { a: { $ref: "#/$defs/none" } } }, "properties/a/$ref"],
    ["a reference to elsewhere", { $ref: "https://example.org/schema" }, "$ref"],
    ["a reference that only names itself", { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/a" } } }, "$defs/a/$ref"],
    ["a type that there is not", { type: "banana" }, "type"],
    ["a keyword that nobody knows", { foo: 1 }, "foo"],
    ["what no grammar keeps", { type: "array", items: { type: "number", multipleOf: 7 } }, "items/multipleOf"],
    ["items that have to differ", { type: "array", uniqueItems: true }, "uniqueItems"],
    ["conditions", { type: "object", if: { required: ["a"] } }, "if"],
    ["negations", { not: { type: "null" } }, "not"],
    ["a format that is unknown", { type: "string", format: "zip-code" }, "format"],
    ["a pattern that is not regular", { type: "string", pattern: "^(a)\\1$" }, "pattern"],
    ["a pattern that is no pattern", { type: "string", pattern: "(" }, "pattern"],
    ["alternatives of which a value may follow two", { oneOf: [{ type: "integer" }, { minimum: 3 }] }, "oneOf/1"],
    ["what contradicts itself", { type: "integer", minimum: 3, maximum: 2 }, ""],
    ["a count that is none", { type: "string", maxLength: -1 }, "maxLength"],
  ])("is refused for %s, with its path", (_, schema, path) => {
    expect(() => jsonSchemaGrammar(schema)).toThrow(expect.objectContaining({ name: "SchemaError", path }));
  });

  it("is refused, and not a crash, for schemas that are nested too deep or combine without end", () => {
    let deep: Record<string, unknown> = { type: "string" };
    for (let level = 0; level < 5_000; level++) deep = { anyOf: [deep] };
    expect(() => jsonSchemaGrammar(deep)).toThrow(SchemaError);
    const sides = Array.from({ length: 30 }, (_, side) => ({
      anyOf: Array.from({ length: 9 }, (__, index) => ({ type: "integer", minimum: side * index })),
    }));
    expect(() => jsonSchemaGrammar({ allOf: sides })).toThrow(/combines into more/u);
  });
});

describe("grammars of choices and patterns", () => {
  it("let nothing else come", () => {
    const choice = choiceGrammar(["yes", 'no "way"\n']);
    expect(["yes", 'no "way"\n', "y", "maybe"].map((text) => accepts(choice, text))).toEqual([true, true, false, false]);
    const pattern = patternGrammar('\\d{3}-"x"|é+');
    expect(['123-"x"', "éé", "123", ""].map((text) => accepts(pattern, text))).toEqual([true, true, false, false]);
  });
});
