import {
  type Alternative,
  type AllOf,
  type ArrayShape,
  isNever,
  type NumberShape,
  type ObjectShape,
  type StringShape,
  type TextConstraint,
  valueOf,
} from "./alternatives.ts";
import { automatonOf } from "./automaton.ts";
import { type Language, Languages } from "./language.ts";
import { Decimals } from "./numbers.ts";
import { patternLanguage } from "./pattern.ts";
import { constantOf, SchemaReader } from "./read-schema.ts";
import { jsonText, literal, plainText, Rules } from "./rules.ts";
import { SchemaError } from "./schema-error.ts";

/** Rules for any JSON, as llama.cpp's json_schema_to_grammar has them. */
const PRIMITIVES: Readonly<Record<string, string>> = {
  space: '| " " | "\\n"{1,2} [ \\t]{0,20}',
  boolean: '("true" | "false")',
  null: '"null"',
  "decimal-part": "[0-9]{1,16}",
  "integral-part": "[0] | [1-9] [0-9]{0,15}",
  integer: '("-"? integral-part)',
  number: '("-"? integral-part) ("." decimal-part)? ([eE] [-+]? integral-part)?',
  char: '[^"\\\\\\x7F\\x00-\\x1F] | [\\\\] (["\\\\bfnrt] | "u" [0-9a-fA-F]{4})',
  string: '"\\"" char* "\\""',
  // A character that counts as one: two escaped surrogates would be one character.
  single: '[^"\\\\\\x7F\\x00-\\x1F] | [\\\\] (["\\\\bfnrt] | "u" ([0-9abcefABCEF] [0-9a-fA-F]{3} | [dD] [0-7] [0-9a-fA-F]{2}))',
  value: "object | array | string | number | boolean | null",
  object: '"{" space ( string ":" space value ("," space string ":" space value)* )? space "}"',
  array: '"[" space ( value ("," space value)* )? space "]"',
};

/** A rule that no text follows. */
const NOTHING = null;
/** Each optional property is a rule inside another, and llama.cpp reads rules recursively: those beyond are never written. */
const MAX_OPTIONAL = 200;

/**
 * A grammar (GBNF) whose every text is JSON that follows the schema, in the manner of llama.cpp's json_schema_to_grammar: required properties
 * first, then the others in their order, and no property that the schema does not name unless it says what such a property may be.
 *
 * @param prefix Stands before the name of each rule, also of `root`.
 * @throws SchemaError naming the keyword that cannot be kept, or that nothing can follow.
 *
 * @example
 * ```ts
 * const gbnf = jsonSchemaGrammar({ type: "string", pattern: "^[0-9]{5}$" });
 * const grammar = await llama.createGrammar({ grammar: gbnf });
 * ```
 */
export function jsonSchemaGrammar(schema: boolean | Readonly<Record<string, unknown>>, prefix = ""): string {
  return new SchemaGrammar(schema).write(prefix);
}

/** A grammar of one of some texts. */
export const choiceGrammar = (choices: readonly string[]): string => `root ::= ${choices.map(literal).join(" | ")}\n`;

/**
 * A grammar of the texts that match a pattern as a whole.
 *
 * @throws SchemaError where the pattern is not valid, not regular, or matches nothing.
 */
export function patternGrammar(pattern: string): string {
  try {
    const languages = new Languages();
    const states = automatonOf(languages, patternLanguage(languages, pattern, { isWhole: true }));
    if (states === null) throw new SchemaError("", "no text matches this pattern");
    const rules = new Rules();
    rules.set("root", rules.automaton("text", states, plainText));
    return rules.toText();
  } catch (error) {
    if (error instanceof RangeError) throw new SchemaError("", `the pattern ${error.message}`);
    throw error;
  }
}

class SchemaGrammar {
  readonly #reader: SchemaReader;
  readonly #rules = new Rules();
  readonly #languages = new Languages();
  /** By the places of the schemas that hold together; null while nothing follows them. */
  readonly #written = new Map<string, string | null>();
  readonly #schema: boolean | Readonly<Record<string, unknown>>;

  constructor(schema: boolean | Readonly<Record<string, unknown>>) {
    this.#schema = schema;
    this.#reader = new SchemaReader(schema);
  }

  write(prefix: string): string {
    try {
      const start = this.#value([{ schema: this.#schema, path: "" }]);
      if (start === NOTHING) throw new SchemaError("", "no value can follow this schema");
      this.#rules.set("root", start);
      return this.#rules.toText(prefix);
    } catch (error) {
      if (error instanceof RangeError)
        throw new SchemaError("", error.message.startsWith("needs") ? error.message : "it is nested too deep");
      throw error;
    }
  }

  /** The rule of values that follow all the schemas, null where there are none. */
  #value(all: AllOf): string | null {
    if (all.length === 0) return this.#primitive("value");
    const key = [...new Set(all.map(({ path, schema }) => `${path}${typeof schema === "boolean" ? ` ${schema}` : ""}`))]
      .toSorted()
      .join("\n");
    const known = this.#written.get(key);
    if (known !== undefined) return known;
    const name = this.#rules.reserve(/[a-zA-Z]+$/u.exec(all.at(-1)?.path ?? "")?.[0] ?? "value");
    this.#written.set(key, name);
    const ways = this.#reader.alternatives(all).flatMap((alternative) => this.#alternative(alternative) ?? []);
    if (ways.length === 0) {
      this.#written.set(key, NOTHING);
      return NOTHING;
    }
    return this.#rules.set(name, [...new Set(ways)].join(" | "));
  }

  #primitive(name: string): string {
    if (this.#rules.has(name)) return name;
    const body = PRIMITIVES[name] ?? "";
    this.#rules.set(name, body);
    for (const [word] of body.replaceAll(/"(\\.|[^"\\])*"|\[(\\.|[^\]\\])*\]/gu, "").matchAll(/[a-z-]{3,}/gu)) this.#primitive(word);
    return name;
  }

  #alternative(alternative: Alternative): string | null {
    switch (alternative.kind) {
      case "null":
      case "boolean":
        return this.#primitive(alternative.kind);
      case "values":
        return `(${alternative.values.map((value) => literal(constantOf(value))).join(" | ")})`;
      case "number":
        return this.#number(alternative);
      case "string":
        return this.#string(alternative);
      case "array":
        return this.#array(alternative);
      case "object":
        return this.#object(alternative);
    }
  }

  #number({ isInteger, minimum, maximum }: NumberShape): string | null {
    if (minimum === null && maximum === null) return this.#primitive(isInteger ? "integer" : "number");
    const states = automatonOf(this.#languages, new Decimals(this.#languages, isInteger).within({ isInteger, minimum, maximum }));
    return states && this.#rules.automaton("number", states, plainText);
  }

  #string({ minLength, maxLength, texts }: StringShape): string | null {
    if (minLength > maxLength) return NOTHING;
    if (texts.length === 0) {
      if (minLength === 0 && maxLength === Number.POSITIVE_INFINITY) return this.#primitive("string");
      return `"\\"" ${this.#rules.repeat(this.#primitive("single"), minLength, maxLength)} "\\""`;
    }
    const { anyCharacter } = this.#languages;
    return this.#text(texts, this.#languages.repeat(anyCharacter, minLength, maxLength));
  }

  /** A string, with its quotes, that matches all the constraints and lies in a further language. */
  #text(texts: readonly TextConstraint[], within: Language): string | null {
    const path = texts[0]?.path ?? "";
    try {
      const each = texts.map((text) => this.#pattern(text));
      const states = automatonOf(this.#languages, this.#languages.allOf(within, ...each));
      return states && `"\\"" ${this.#rules.automaton("text", states, jsonText)}`;
    } catch (error) {
      if (error instanceof RangeError) throw new SchemaError(path, error.message);
      throw error;
    }
  }

  #pattern({ pattern, isWhole, path }: TextConstraint): Language {
    try {
      return patternLanguage(this.#languages, pattern, { isWhole });
    } catch (error) {
      if (error instanceof RangeError) throw new SchemaError(path, error.message);
      throw error;
    }
  }

  #array({ first, rest, minItems, maxItems }: ArrayShape): string | null {
    const items = first.slice(0, maxItems).map((one) => this.#value(one));
    const firstMissing = items.indexOf(NOTHING);
    const further = firstMissing >= 0 || maxItems <= items.length || isNever(rest) ? NOTHING : this.#value(rest);
    const usable = (firstMissing < 0 ? items : items.slice(0, firstMissing)).filter((item) => item !== NOTHING);
    const most = further === NOTHING ? Math.min(usable.length, maxItems) : maxItems;
    if (minItems > most) return NOTHING;
    // Without a limit to the length, the items that a list names are all written, as llama.cpp has it.
    const least = Math.max(minItems, Math.min(usable.length, most));
    this.#primitive("space");
    const written = usable.slice(0, least);
    const named = written.join(' "," space ');
    if (further === NOTHING || most === written.length) return `"[" space ${named} space "]"`;
    const [low, high] = [least - written.length, most - written.length];
    const item = this.#rules.of("item", further);
    const next = this.#rules.of("next", `"," space ${item}`);
    if (written.length > 0) return `"[" space ${named} ${this.#rules.repeat(next, low, high)} space "]"`;
    const all = `${item} ${this.#rules.repeat(next, Math.max(0, low - 1), high - 1)}`;
    return `"[" space ${low === 0 ? `(${all})?` : all} space "]"`;
  }

  #object(shape: ObjectShape): string | null {
    const names = new Set([...shape.properties.keys(), ...shape.required]);
    const pairs: { readonly name: string; readonly rule: string }[] = [];
    for (const name of names) {
      const all = valueOf(shape, name);
      const value = all === null ? NOTHING : this.#value(all);
      if (value !== NOTHING)
        pairs.push({ name, rule: this.#rules.of("pair", `${literal(JSON.stringify(name))} space ":" space ${value}`) });
      else if (shape.required.has(name)) return NOTHING;
    }
    const required = pairs.filter(({ name }) => shape.required.has(name));
    const optional = pairs.filter(({ name }) => !shape.required.has(name));
    // As many of the others as the least number of properties asks for are written always.
    const missing = Math.max(0, shape.minProperties - required.length);
    const written = [...required, ...optional.slice(0, missing)].map(({ rule }) => rule);
    const most = shape.maxProperties - written.length;
    if (most < 0) return NOTHING;
    const left = optional.slice(missing, missing + Math.min(most, MAX_OPTIONAL)).map(({ rule }) => rule);
    const other = most > left.length ? this.#others(shape, names) : NOTHING;
    const fewest = shape.minProperties - written.length;
    // Two of the others may have the same name, and count as one.
    if (fewest > 1 || (fewest === 1 && other === NOTHING)) return NOTHING;
    return this.#braces(written, left, { rule: other, least: fewest, most: most - left.length });
  }

  /** A pair of a name that the schema does not tell and its value. */
  #others(shape: ObjectShape, names: ReadonlySet<string>): string | null {
    if (shape.isOpen && (shape.properties.size > 0 || shape.patterns.length > 0)) return this.#byPattern(shape, names, NOTHING);
    const value = isNever(shape.additional) ? NOTHING : this.#value(shape.additional);
    return this.#byPattern(shape, names, value);
  }

  #byPattern(shape: ObjectShape, names: ReadonlySet<string>, additional: string | null): string | null {
    const languages = this.#languages;
    const taken = languages.not(languages.anyOf(...[...names].map((name) => languages.text(name))));
    const patterns = shape.patterns.map((one) => ({ ...one, language: this.#pattern(one.text) }));
    const free = languages.allOf(taken, ...patterns.map(({ language }) => languages.not(language)));
    const ways: string[] = [];
    const add = (key: string | null, value: string | null) => {
      if (key !== null && value !== null) ways.push(this.#rules.of("pair", `${key} space ":" space ${value}`));
    };
    // A name that matches several patterns has to follow all of them: each pattern by itself leaves the others out.
    for (const [index, { text, value }] of patterns.entries()) {
      const apart = languages.allOf(
        taken,
        ...patterns.flatMap(({ language }, other) => (other === index ? [] : [languages.not(language)])),
      );
      add(this.#text([text, ...shape.names], apart), this.#value(value));
    }
    if (additional !== NOTHING)
      add(
        names.size === 0 && patterns.length === 0 && shape.names.length === 0 ? this.#primitive("string") : this.#text(shape.names, free),
        additional,
      );
    return ways.length === 0 ? NOTHING : this.#rules.of("other", ways.join(" | "));
  }

  #braces(
    written: readonly string[],
    optional: readonly string[],
    other: { readonly rule: string | null; readonly least: number; readonly most: number },
  ): string {
    this.#primitive("space");
    const comma = '"," space';
    const last =
      other.rule === NOTHING
        ? null
        : this.#rules.repeat(this.#rules.of("next", `${comma} ${other.rule}`), Math.max(0, other.least), other.most);
    // After at least one pair: each of the others may follow with a comma.
    const after = optional.reduceRight(
      (rest, rule) => this.#rules.of("rest", `(${comma} ${rule})? ${rest}`),
      this.#rules.of("rest", last ?? '""'),
    );
    if (written.length > 0) return `"{" space ${written.join(` ${comma} `)} ${after} space "}"`;
    const starts: string[] = [];
    let rest = this.#rules.of("rest", last ?? '""');
    if (other.rule !== NOTHING) {
      const more = this.#rules.repeat(this.#rules.of("next", `${comma} ${other.rule}`), Math.max(0, other.least - 1), other.most - 1);
      starts.unshift(`${other.rule} ${more}`);
    }
    for (const rule of [...optional].reverse()) {
      starts.unshift(`${rule} ${rest}`);
      rest = this.#rules.of("rest", `(${comma} ${rule})? ${rest}`);
    }
    if (starts.length === 0) return '"{" space "}"';
    const choice = `(${starts.join(" | ")})`;
    return `"{" space ${other.least > 0 ? choice : `${choice}?`} space "}"`;
  }
}
