const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

const trimLines = (text: string): string => text.replaceAll(/[ \t]+$/gmu, "").trim();

/** What a guide shows, as a pattern. */
function outputPattern(shown: string): RegExp {
  const lines = trimLines(shown)
    .split("\n")
    .map((line) => (line === "..." ? "(?:.*\\n)*?" : `${escapeRegExp(line).replaceAll(String.raw`\.\.\.`, ".*?")}\\n`));
  return new RegExp(`^${lines.join("")}$`, "u");
}

/**
 * Whether a program printed what the guide shows: `...` is any text in a line, and a line that is only `...` is any number of lines. Spaces at
 * the ends of lines do not count.
 *
 * @example
 * ```ts
 * printed("ready ...\n...\nend", "ready (CPU)\n1\n2\nend"); // true
 * ```
 */
export const printed = (shown: string, output: string): boolean => outputPattern(shown).test(`${trimLines(output)}\n`);
