import type { AnswerEvent, LocalModel as Contestant, GenerationEvent } from "@llmlist/inference";

const REPLACEMENT = "▇▇▇";
const MIN_WORD_CHARACTERS = 3;

/** Every spelling by which a contestant could be known: id, name, family, file name, maker. */
export function identityWords(contestants: Iterable<Pick<Contestant, "id" | "name" | "organization" | "path">>): string[] {
  const words = new Set<string>();
  for (const { id, name, organization, path } of contestants) {
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
      if (word.length >= MIN_WORD_CHARACTERS) words.add(word.toLowerCase());
    }
  }
  return [...words].toSorted((one, other) => other.length - one.length);
}

/**
 * Takes names out of a stream of text. A name may arrive in pieces, so the end of the text is held back for as long as it
 * could still become one; `end` releases it.
 */
export function createIdentityFilter(words: readonly string[]): { push(text: string): string; end(): string } {
  const pattern = words.length > 0 ? new RegExp(words.map(escapePattern).join("|"), "giu") : null;
  const longest = words[0]?.length ?? 0;
  let held = "";
  const heldFrom = (text: string): number => {
    const lower = text.toLowerCase();
    for (let start = Math.max(0, text.length - longest + 1); start < text.length; start++) {
      const tail = lower.slice(start);
      if (words.some((word) => word.length > tail.length && word.startsWith(tail))) return start;
    }
    return text.length;
  };
  return {
    push(text) {
      if (!pattern) return text;
      held += text;
      let start = heldFrom(held);
      // A complete name may reach into the tail; it goes out, replaced, with what stands before it.
      for (const match of held.matchAll(pattern)) {
        if (match.index < start) start = Math.max(start, match.index + match[0].length);
      }
      const ready = held.slice(0, start);
      held = held.slice(start);
      return ready.replace(pattern, REPLACEMENT);
    },
    end() {
      const rest = pattern ? held.replace(pattern, REPLACEMENT) : held;
      held = "";
      return rest;
    },
  };
}

/** An answer with names taken out. `onText` hears it as the model wrote it. */
export async function* withoutNames(
  events: AsyncIterable<GenerationEvent>,
  words: readonly string[],
  onText: (text: string) => void,
): AsyncGenerator<AnswerEvent> {
  const filter = createIdentityFilter(words);
  try {
    for await (const event of events) {
      if (event.type === "text-delta") {
        onText(event.text);
        yield { ...event, text: filter.push(event.text) };
      } else if (event.type === "generation-end") {
        yield { type: "text-delta", text: filter.end() };
        yield event;
      }
    }
  } catch (error) {
    yield { type: "text-delta", text: filter.end() };
    throw error;
  }
}

/** The same for a text that is complete. */
export function redactIdentity(text: string, words: readonly string[]): string {
  const filter = createIdentityFilter(words);
  return filter.push(text) + filter.end();
}

function escapePattern(word: string): string {
  return word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
