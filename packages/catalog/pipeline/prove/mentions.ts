import { tokensOf } from "../../src/names/index.ts";

/** What a text names: checkpoints and families, by their ids. */
export interface Mentions {
  readonly models: ReadonlySet<string>;
  readonly families: ReadonlySet<string>;
}

/** A checkpoint or family, and all that it is called. */
export interface NamedRecord {
  readonly id: string;
  readonly type: "model" | "family";
  readonly names: readonly string[];
}

/** Words of a text and the borders of its cells, with versions cut at their dots, since paths write `llama3_1` for Llama 3.1. */
const wordsOf = (text: string): readonly string[] =>
  tokensOf(text.replaceAll(/[|…]/gu, " | ").replaceAll(/[^\p{L}\p{N}.|]+/gu, " ")).flatMap((token) =>
    token.split(".").filter((part) => part !== ""),
  );

/** Finds names in texts; where one name begins another, the longer one is meant: `Qwen2.5` does not name Qwen2. */
export class MentionFinder {
  readonly #byWords = new Map<string, { models: Set<string>; families: Set<string> }>();
  readonly #found = new Map<string, Mentions>();
  #longest = 0;

  constructor(records: readonly NamedRecord[]) {
    for (const { id, type, names } of records) {
      for (const name of names) {
        const words = wordsOf(name);
        const key = words.join(" ");
        const known = this.#byWords.get(key) ?? { models: new Set(), families: new Set() };
        (type === "model" ? known.models : known.families).add(id);
        this.#byWords.set(key, known);
        this.#longest = Math.max(this.#longest, words.length);
      }
    }
  }

  in(text: string): Mentions {
    const known = this.#found.get(text);
    if (known) return known;
    const found = this.#search(wordsOf(text));
    this.#found.set(text, found);
    return found;
  }

  #search(words: readonly string[]): Mentions {
    const models = new Set<string>();
    const families = new Set<string>();
    for (let start = 0; start < words.length; start++) {
      for (let length = Math.min(this.#longest, words.length - start); length > 0; length--) {
        const match = this.#byWords.get(words.slice(start, start + length).join(" "));
        if (!match) continue;
        for (const id of match.models) models.add(id);
        for (const id of match.families) families.add(id);
        start += length - 1;
        break;
      }
    }
    return { models, families };
  }
}
