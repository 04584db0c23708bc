import type { AnswerEvent, GenerationEvent } from "@llmlist/inference";

const MASK = "▇▇▇";
const MIN_NAME_CHARACTERS = 3;

/** What a contestant is known by. */
export interface NamedModel {
  readonly id: string;
  readonly name: string;
  readonly organization?: string | null | undefined;
  /** Of its file, where it has one. */
  readonly path?: string;
}

/** Every spelling by which a contestant could be known: id, name, family, file name, organization. Longest first. */
export function namesOf(contestants: Iterable<NamedModel>): string[] {
  const words = new Set<string>();
  for (const { id, name, organization, path = "" } of contestants) {
    const file = path.split(/[\\/]/).at(-1) ?? "";
    const family = /^\p{L}+/u.exec(name)?.[0] ?? "";
    for (const word of [
      id,
      name,
      family,
      file,
      file.replace(/\.gguf$/i, ""),
      organization ?? "",
      (organization ?? "").replaceAll(" ", ""),
    ]) {
      if (word.length >= MIN_NAME_CHARACTERS) words.add(word.toLowerCase());
    }
  }
  return [...words].toSorted((left, right) => right.length - left.length);
}

/**
 * Masks names in a stream of text. A name may arrive in chunks, so the end of the text stays in a buffer for as long as it
 * could still become one; `end` releases it.
 */
export function createNameMask(names: readonly string[]): { push(text: string): string; end(): string } {
  const pattern = patternOf(names);
  const longest = names[0]?.length ?? 0;
  let buffer = "";
  const firstOpenIndex = (text: string): number => {
    // The only letter whose lower case is longer; without it, indexes stay the same.
    const lower = text.replaceAll("İ", "i").toLowerCase();
    for (let start = Math.max(0, text.length - longest + 1); start < text.length; start++) {
      const tail = lower.slice(start);
      if (names.some((name) => name.length > tail.length && name.startsWith(tail))) return start;
    }
    return text.length;
  };
  return {
    push(text) {
      if (!pattern) return text;
      buffer += text;
      let end = firstOpenIndex(buffer);
      // A complete name may reach into the open tail; it is released, masked, with the text before it.
      for (const match of buffer.matchAll(pattern)) {
        if (match.index < end) end = Math.max(end, match.index + match[0].length);
      }
      const ready = buffer.slice(0, end);
      buffer = buffer.slice(end);
      return ready.replace(pattern, MASK);
    },
    end() {
      const rest = pattern ? buffer.replace(pattern, MASK) : buffer;
      buffer = "";
      return rest;
    },
  };
}

/** An answer with names masked. `onText` gets the text as the model wrote it. */
export async function* maskNamesIn(
  events: AsyncIterable<GenerationEvent>,
  names: readonly string[],
  onText: (text: string) => void,
): AsyncGenerator<AnswerEvent> {
  const mask = createNameMask(names);
  try {
    for await (const event of events) {
      if (event.type === "text-delta") {
        onText(event.text);
        yield { ...event, text: mask.push(event.text) };
      } else if (event.type === "generation-end") {
        yield { type: "text-delta", text: mask.end() };
        yield event;
      }
    }
  } catch (error) {
    yield { type: "text-delta", text: mask.end() };
    throw error;
  }
}

/** A complete text with names masked. */
export function maskNames(text: string, names: readonly string[]): string {
  const pattern = patternOf(names);
  return pattern ? text.replace(pattern, MASK) : text;
}

/** The beginning of `raw` that is shown as the first `shownLength` characters of the masked text. */
export function unmaskedPrefix(raw: string, names: readonly string[], shownLength: number): string {
  const pattern = patternOf(names);
  let [rawEnd, shown] = [0, 0];
  for (const match of pattern ? raw.matchAll(pattern) : []) {
    const plain = match.index - rawEnd;
    if (shown + plain >= shownLength) break;
    shown += plain + MASK.length;
    rawEnd = match.index + match[0].length;
    if (shown >= shownLength) return raw.slice(0, rawEnd);
  }
  return raw.slice(0, rawEnd + shownLength - shown);
}

function patternOf(names: readonly string[]): RegExp | null {
  if (names.length === 0) return null;
  return new RegExp(names.map((name) => name.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)).join("|"), "giu");
}
