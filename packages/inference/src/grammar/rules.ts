import type { State } from "./automaton.ts";
import { type CodePoints, intersection } from "./code-points.ts";

const MAX_RULES = 20_000;
/** llama.cpp repeats nothing more often than 2,000 times. */
const BLOCK = 1_000;

/** How the characters of a text are written, and what ends it. */
export interface Spelling {
  /** A GBNF expression for one of the characters. */
  readonly write: (points: CodePoints) => string;
  /** A GBNF expression. */
  readonly end: string;
}

/** Characters as they are, up to where they end. */
export const plainText: Spelling = { write: (points) => classOf(points), end: '""' };

const SHORT_ESCAPES: readonly (readonly [point: number, letter: string])[] = [
  [0x22, '\\"'],
  [0x5c, "\\\\"],
  [8, "b"],
  [9, "t"],
  [10, "n"],
  [12, "f"],
  [13, "r"],
];
const PLAIN: CodePoints = [
  [0x20, 0x21],
  [0x23, 0x5b],
  [0x5d, 0x10ffff],
];

/** Characters as a JSON string writes them, up to the quote that ends it. */
export const jsonText: Spelling = {
  end: '"\\""',
  write(points) {
    const plain = intersection(points, PLAIN);
    const special = SHORT_ESCAPES.filter(([point]) => intersection(points, [[point, point]]).length > 0);
    const others = intersection(points, [[0, 0x1f]])
      .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index))
      .filter((point) => !SHORT_ESCAPES.some(([one]) => one === point));
    const written = [
      ...(plain.length > 0 ? [classOf(plain)] : []),
      ...special.map(([, letter]) => `"\\\\${letter}"`),
      ...others.map((point) => `"\\\\u${point.toString(16).padStart(4, "0")}"`),
    ];
    return written.length === 1 ? (written[0] ?? "") : `(${written.join(" | ")})`;
  },
};

/** A text that comes as it stands. */
export function literal(text: string): string {
  return `"${Array.from(text, (character) => (/[\r\n"\\]/u.test(character) ? escaped(character.codePointAt(0) ?? 0) : character)).join("")}"`;
}

function classOf(points: CodePoints): string {
  return `[${points.map(([first, last]) => (first === last ? inClass(first) : `${inClass(first)}-${inClass(last)}`)).join("")}]`;
}

const escaped = (point: number): string =>
  point > 0xffff ? `\\U${point.toString(16).padStart(8, "0")}` : `\\u${point.toString(16).padStart(4, "0")}`;

function inClass(point: number): string {
  const character = String.fromCodePoint(point);
  return /[0-9A-Za-z]/u.test(character) ? character : escaped(point);
}

/** The rules of a GBNF grammar. */
export class Rules {
  readonly #rules = new Map<string, string>();
  readonly #names = new Map<string, string>();

  /** Sets a rule under its own name. */
  set(name: string, body: string): string {
    if (this.#rules.size >= MAX_RULES) throw new RangeError(`needs more than ${MAX_RULES} rules of grammar`);
    this.#rules.set(name, body);
    return name;
  }

  has(name: string): boolean {
    return this.#rules.has(name);
  }

  /** A rule with this body, which may be there already. */
  of(hint: string, body: string): string {
    const known = this.#names.get(body);
    if (known !== undefined) return known;
    const name = this.reserve(hint);
    this.#names.set(body, name);
    return this.set(name, body);
  }

  /** A name for a rule whose body comes later. */
  reserve(hint: string): string {
    return `${hint}-${this.#rules.size + this.#names.size}-${this.#reserved++}`;
  }
  #reserved = 0;

  /** The rules of an automaton, and the name of the one to begin with. */
  automaton(hint: string, states: readonly State[], { write, end }: Spelling): string {
    const base = this.reserve(hint);
    const nameOf = (index: number) => `${base}-${index}`;
    for (const [index, { accepts, next }] of states.entries()) {
      const ways = next.map(({ points, state }) => `${write(points)} ${nameOf(state)}`);
      if (accepts) ways.push(end);
      // States from which no text ends are never named.
      if (ways.length > 0) this.set(nameOf(index), ways.join(" | "));
    }
    return nameOf(0);
  }

  /** The item from `least` to `most` times; llama.cpp's own limit to repetitions is kept by blocks. */
  repeat(item: string, least: number, most: number): string {
    if (most === 0) return '""';
    if (least <= BLOCK && (most === Number.POSITIVE_INFINITY || most <= BLOCK))
      return `${item}{${least},${most === Number.POSITIVE_INFINITY ? "" : most}}`;
    const block = this.of("block", `${item}{${BLOCK}}`);
    if (least >= BLOCK) return `${block} ${this.of("more", this.repeat(item, least - BLOCK, most - BLOCK))}`;
    if (most === Number.POSITIVE_INFINITY) return `${item}{${least}} ${item}*`;
    const further = this.of("more", this.repeat(item, 0, most - BLOCK));
    return `(${item}{${least},${BLOCK - 1}} | ${block} ${further})`;
  }

  /** As GBNF, with a text before the name of each rule, so that several grammars can be combined. */
  toText(prefix = ""): string {
    const WORD = /"(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]|[a-zA-Z][a-zA-Z0-9-]*/gu;
    const named = (body: string) => body.replaceAll(WORD, (word) => (/^[a-zA-Z]/u.test(word) ? prefix + word : word));
    return [...this.#rules].map(([name, body]) => `${prefix}${name} ::= ${prefix === "" ? body : named(body)}\n`).join("");
  }
}
