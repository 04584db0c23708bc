const SHOWN = 60;

// Control characters, line separators, and marks that turn the direction of text: a terminal or a log would obey them.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\uFFFD]/gu;

/** A text with nothing in it that a terminal would obey. */
export function escaped(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** A name from the input as a message may show it: escaped, and short. */
export function shown(text: string): string {
  const characters = Array.from(text.slice(0, 2 * SHOWN));
  return escaped(characters.length > SHOWN ? `${characters.slice(0, SHOWN).join("")}…` : characters.join(""));
}

/** A value from the input as a message may show it: as a name, in quotes. */
export const quoted = (text: string): string => `"${shown(text)}"`;

/** A list for a message: its first items, and how many follow. */
export function listed(items: readonly string[], most = 12): string {
  const rest = items.length - most;
  return rest > 0 ? `${items.slice(0, most).join(", ")} and ${rest} more` : items.join(", ");
}
