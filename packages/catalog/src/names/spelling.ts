/**
 * One spelling for the many in which people write a name: lower case, one hyphen for spaces, underscores and hyphens, and a hyphen between
 * letters and digits. A dot, a slash, a colon and a plus stay, since they tell names apart.
 *
 * @example
 * ```ts
 * spellingOf("Llama3.1-8B"); // "llama-3.1-8-b", as of "Llama 3.1 8B"
 * ```
 */
export const spellingOf = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[’'"™®()[\],]+/gu, " ")
    .replaceAll(/[\s_‑–-]+/gu, "-")
    .replaceAll(/(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])/gu, "-")
    .replaceAll(/-?([/:])-?/gu, "$1")
    .replaceAll(/^-+|-+$/gu, "");

/** The words and numbers of a name, for a comparison that forgives. */
export const tokensOf = (name: string): readonly string[] =>
  spellingOf(name)
    .split(/[-/:]+/u)
    .filter((token) => token !== "");
