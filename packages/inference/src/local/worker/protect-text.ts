import type { Render, Variables } from "./chat-template.ts";

/** A prompt, and the places in it where people wrote what looks like a special token, or a part of one. */
export interface PromptText {
  readonly text: string;
  /** Indexes into `text`: a special token over any of them is none. */
  readonly plain: readonly number[];
}

/** Private use: no template writes them. */
const FIRST_STAND_IN = 0xe0f1;
const LAST_STAND_IN = 0xe3ff;
const MAX_TRIES = 60;

interface LookAlike {
  /** Of the text among all texts of the variables. */
  readonly leaf: number;
  readonly start: number;
  readonly length: number;
  /** Which of its characters a stand-in takes the place of. */
  readonly at: number;
}

/**
 * Renders a conversation as it is, and finds where in the prompt people's text looks like special tokens, so that it can be kept from becoming
 * one. A character of each look-alike is replaced, and the result compared with the true prompt: where a template looks at the text itself
 * (`split('</think>')`), a mark beside the look-alike shows the place instead. What can be marked in neither way stays replaced.
 *
 * @param specials Texts of the tokens that people must not write.
 */
export function protectText(render: Render, variables: Variables, specials: readonly string[]): PromptText {
  const texts = new Texts(specials);
  const leaves = texts.of(variables);
  const inside = leaves.flatMap((text, leaf) => lookAlikes(text, specials).map((one) => ({ ...one, leaf })));
  const edges = leaves.flatMap((text, leaf) => partsAtEdges(text, specials).map((one) => ({ ...one, leaf })));
  const truth = render(variables);
  if (inside.length === 0 && edges.length === 0) return { text: truth, plain: [] };
  const protector = new Protector(render, (edited) => texts.replace(variables, edited), leaves, truth);
  if (inside.length > 0) return protector.protect([...inside, ...edges.filter((edge) => !overlaps(edge, inside))]);
  // Ends of texts matter only where they became a token together with what came after.
  const apart = protector.protect(edges);
  return countOf(apart.replaced, specials) === countOf(truth, specials) ? { text: truth, plain: [] } : apart;
}

class Protector {
  readonly #render: Render;
  readonly #with: (texts: readonly string[]) => Variables;
  readonly #leaves: readonly string[];
  readonly #truth: string;
  readonly #standIns = new Map<string, string>();
  readonly #marks: { readonly before: string; readonly after: string };
  #tries = 0;

  constructor(render: Render, withTexts: (texts: readonly string[]) => Variables, leaves: readonly string[], truth: string) {
    this.#render = render;
    this.#with = withTexts;
    this.#leaves = leaves;
    this.#truth = truth;
    const before = this.#unused([]);
    this.#marks = { before, after: this.#unused([before]) };
  }

  protect(all: readonly LookAlike[]): PromptText & { readonly replaced: string } {
    if (this.#isTrue(all, new Map())) return this.#result(all, new Map());
    const replaced: LookAlike[] = [];
    const marked = new Map<LookAlike, "before" | "after">();
    for (const one of all) {
      if (this.#isTrue([one], new Map())) replaced.push(one);
      else if (this.#isTrue([], new Map([[one, "after"]]))) marked.set(one, "after");
      else if (this.#isTrue([], new Map([[one, "before"]]))) marked.set(one, "before");
      else replaced.push(one);
    }
    return this.#result(replaced, marked);
  }

  #isTrue(replaced: readonly LookAlike[], marked: ReadonlyMap<LookAlike, "before" | "after">): boolean {
    if (++this.#tries > MAX_TRIES) return false;
    try {
      return this.#restored(this.#rendered(replaced, marked)) === this.#truth;
    } catch {
      return false;
    }
  }

  #rendered(replaced: readonly LookAlike[], marked: ReadonlyMap<LookAlike, "before" | "after">): string {
    const edits = [
      ...replaced.map((one) => {
        const character = this.#leaves[one.leaf]?.charAt(one.start + one.at) ?? "";
        return { leaf: one.leaf, start: one.start + one.at, remove: 1, insert: this.#standIn(character) };
      }),
      ...[...marked].map(([one, side]) => ({
        leaf: one.leaf,
        start: side === "before" ? one.start : one.start + one.length,
        remove: 0,
        insert: this.#marks[side],
      })),
    ].toSorted((left, right) => right.start - left.start);
    const texts = this.#leaves.map((text, leaf) =>
      edits.reduce(
        (edited, edit) =>
          edit.leaf === leaf ? edited.slice(0, edit.start) + edit.insert + edited.slice(edit.start + edit.remove) : edited,
        text,
      ),
    );
    return this.#render(this.#with(texts));
  }

  #restored(text: string): string {
    let restored = text.replaceAll(this.#marks.before, "").replaceAll(this.#marks.after, "");
    for (const [character, standIn] of this.#standIns) restored = restored.replaceAll(standIn, character);
    return restored;
  }

  #result(replaced: readonly LookAlike[], marked: ReadonlyMap<LookAlike, "before" | "after">): PromptText & { readonly replaced: string } {
    const rendered = this.#rendered(replaced, marked);
    const standIns = new Set(this.#standIns.values());
    const plain: number[] = [];
    let index = 0;
    for (let at = 0; at < rendered.length; at++) {
      const character = rendered.charAt(at);
      if (character === this.#marks.before) plain.push(index);
      else if (character === this.#marks.after) plain.push(index - 1);
      else {
        if (standIns.has(character)) plain.push(index);
        index++;
      }
    }
    return { text: this.#restored(rendered), plain, replaced: rendered };
  }

  #standIn(character: string): string {
    const known = this.#standIns.get(character);
    if (known !== undefined) return known;
    const made = this.#unused([this.#marks.before, this.#marks.after, ...this.#standIns.values()]);
    this.#standIns.set(character, made);
    return made;
  }

  #unused(taken: readonly string[]): string {
    for (let point = FIRST_STAND_IN; point <= LAST_STAND_IN; point++) {
      const character = String.fromCodePoint(point);
      if (!taken.includes(character) && !this.#truth.includes(character) && !this.#leaves.some((text) => text.includes(character)))
        return character;
    }
    throw new Error("The conversation uses all characters for private use.");
  }
}

function lookAlikes(text: string, specials: readonly string[]): Omit<LookAlike, "leaf">[] {
  const found: Omit<LookAlike, "leaf">[] = [];
  for (const special of specials)
    for (let start = text.indexOf(special); start >= 0; start = text.indexOf(special, start + 1))
      if (!found.some((one) => start >= one.start && start + special.length <= one.start + one.length))
        found.push({ start, length: special.length, at: 0 });
  return found;
}

/** Where a text ends with the beginning of a special token, or begins with the end of one. */
function partsAtEdges(text: string, specials: readonly string[]): Omit<LookAlike, "leaf">[] {
  let [head, tail] = [0, 0];
  for (const special of specials)
    for (let length = Math.min(special.length - 1, text.length); length > 0; length--) {
      if (length > tail && text.endsWith(special.slice(0, length))) tail = length;
      if (length > head && text.startsWith(special.slice(-length))) head = length;
    }
  return [
    ...(head > 0 ? [{ start: 0, length: head, at: head - 1 }] : []),
    ...(tail > 0 && head < text.length ? [{ start: text.length - tail, length: tail, at: 0 }] : []),
  ];
}

const overlaps = (one: LookAlike, others: readonly LookAlike[]): boolean =>
  others.some((other) => other.leaf === one.leaf && other.start < one.start + one.length && one.start < other.start + other.length);

const countOf = (text: string, specials: readonly string[]): number =>
  specials.reduce((sum, special) => sum + text.split(special).length - 1, 0);

/** The template's own tokens are none of people's; the role and the type decide what it writes, and are one of a few. */
const NOT_PEOPLES = new Set(["bos_token", "eos_token", "role", "type"]);

/** The texts among variables: values, and names of properties that look like special tokens. */
class Texts {
  readonly #specials: readonly string[];

  constructor(specials: readonly string[]) {
    this.#specials = specials;
  }

  of(variables: Variables): string[] {
    const texts: string[] = [];
    this.#visit(variables, (text) => {
      texts.push(text);
      return text;
    });
    return texts;
  }

  replace(variables: Variables, texts: readonly string[]): Variables {
    let next = 0;
    return this.#visit(variables, () => texts[next++] ?? "") as Variables;
  }

  #visit(value: unknown, map: (text: string) => string): unknown {
    if (typeof value === "string") return map(value);
    if (Array.isArray(value)) return value.map((one) => this.#visit(one, map));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        this.#specials.some((special) => key.includes(special)) ? map(key) : key,
        NOT_PEOPLES.has(key) && typeof one === "string" ? one : this.#visit(one, map),
      ]),
    );
  }
}
