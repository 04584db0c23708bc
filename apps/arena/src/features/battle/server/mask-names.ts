import type { AnswerEvent, GenerationEvent } from "@llmlist/inference";
import type { NameFinder, Range } from "./identity/find-names";

/** Stands for every name, whatever its length. */
export const MASK = "▇▇▇";

/**
 * Names are looked for in one passage at a time, so that a long answer costs no more than it has to. A passage ends at an empty line, or
 * where it has so many characters, at the next end of a line or sentence, then at a space, then anywhere.
 */
const passageEnds: readonly { readonly after: number; readonly pattern: RegExp }[] = [
  { after: 0, pattern: /\n[ \t]*\n/gu },
  { after: 600, pattern: /\n|[.!?](?=\s)\s|[。！？]/gu },
  { after: 900, pattern: /\s/gu },
  { after: 1200, pattern: /[^]/gu },
];

/** Where the passage that begins at `start` ends; -1 where the text may still go on in it. */
function endOfPassage(text: string, start: number): number {
  const ends = passageEnds.map(({ after, pattern }) => {
    pattern.lastIndex = start + after;
    const found = pattern.exec(text);
    return found ? found.index + found[0].length : Infinity;
  });
  const end = Math.min(...ends);
  return end === Infinity ? -1 : end;
}

/** A part of an answer and what is shown for it. */
interface Part {
  readonly raw: string;
  readonly shown: string;
}

/** Marks of emphasis and code that have their other half outside of a name: without them what follows would look different. */
function halfDelimiters(text: string): string {
  const open: string[] = [];
  for (const [run] of text.matchAll(/\*+|~~|`+|__/gu)) {
    if (open.at(-1) === run) open.pop();
    else open.push(run);
  }
  return open.join("");
}

/** The mask with the marks that it must keep: before it what begins inside the name, behind it what ends there. */
function maskOf(passage: string, { start, end }: Range): string {
  const marks = halfDelimiters(passage.slice(start, end));
  if (marks === "") return MASK;
  const isInside = passage.slice(0, start).split(marks).length % 2 === 0;
  return isInside ? MASK + marks : marks + MASK;
}

function partsOfPassage(passage: string, ranges: readonly Range[]): Part[] {
  const parts: Part[] = [];
  let index = 0;
  for (const range of ranges) {
    if (range.start > index) parts.push({ raw: passage.slice(index, range.start), shown: passage.slice(index, range.start) });
    parts.push({ raw: passage.slice(range.start, range.end), shown: maskOf(passage, range) });
    index = range.end;
  }
  if (index < passage.length) parts.push({ raw: passage.slice(index), shown: passage.slice(index) });
  return parts;
}

/** A complete answer in parts that are shown as they are, and names. */
function partsOf(text: string, names: NameFinder): Part[] {
  const parts: Part[] = [];
  for (let start = 0; start < text.length;) {
    const found = endOfPassage(text, start);
    const end = found < 0 ? text.length : found;
    const passage = text.slice(start, end);
    parts.push(...partsOfPassage(passage, names.find(passage, start === 0 && end === text.length)));
    start = end;
  }
  return parts;
}

const shownOf = (parts: readonly Part[]) => parts.map(({ shown }) => shown).join("");

/** A complete text with names masked. */
export const maskNames = (text: string, names: NameFinder): string => shownOf(partsOf(text, names));

/** So many characters are looked at together: each look reads the passage again. */
const LOOK_CHARACTERS = 12;

/**
 * Masks names in a stream of text. What may still become a name, or be shown to be one by what follows, stays in a buffer; `end` releases
 * it. The result is the same however the text is cut.
 */
export function createNameMask(names: NameFinder): { push(text: string): string; end(): string } {
  /** The passage that is being written, and how much of what is shown for it was released. */
  let passage = "";
  let released = 0;
  let isFirst = true;
  let unseen = 0;
  const release = (shown: string) => {
    const fresh = shown.slice(released);
    released = Math.max(released, shown.length);
    return fresh;
  };
  const close = (end: number, isLast: boolean) => {
    const complete = passage.slice(0, end);
    const fresh = release(shownOf(partsOfPassage(complete, names.find(complete, isFirst && isLast))));
    passage = passage.slice(end);
    [released, isFirst] = [0, false];
    return fresh;
  };
  /** All passages but the last, which may be the only one. */
  const closeEnded = () => {
    let fresh = "";
    for (let end = endOfPassage(passage, 0); end >= 0 && end < passage.length; end = endOfPassage(passage, 0)) fresh += close(end, false);
    return fresh;
  };
  return {
    push(text) {
      passage += text;
      unseen += text.length;
      if (unseen < LOOK_CHARACTERS) return "";
      unseen = 0;
      const fresh = closeEnded();
      const open = names.openFrom(passage, isFirst);
      const ranges = names.find(passage, false).filter(({ start }) => start < open);
      const last = ranges.at(-1);
      const stable = last && last.end > open ? last.start : open;
      const decided = ranges.filter(({ end }) => end <= stable);
      return fresh + release(shownOf(partsOfPassage(passage.slice(0, stable), decided)));
    },
    end: () => closeEnded() + close(passage.length, true),
  };
}

/** An answer with names masked. `onText` gets the text as the model wrote it. */
export async function* maskNamesIn(
  events: AsyncIterable<GenerationEvent>,
  names: NameFinder,
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

/** The beginning of `raw` that is shown as the first `shownLength` characters of the masked text. */
export function unmaskedPrefix(raw: string, names: NameFinder, shownLength: number): string {
  let [prefix, rest] = ["", shownLength];
  for (const part of partsOf(raw, names)) {
    if (rest <= 0) break;
    prefix += part.raw === part.shown ? part.raw.slice(0, rest) : part.raw;
    rest -= part.shown.length;
  }
  return prefix;
}
