/** Part of an excerpt from the next; in the source it may be this many characters on. */
const GAP = " … ";
const GAP_MAX = 6000;

/** A text as a reader sees it: without tags, emphasis, table lines and the like, with plain hyphens and single spaces. */
export function plain(text: string): string {
  return text
    .replaceAll(/<\/?[a-zA-Z][^<>]*>/gu, " ")
    .replaceAll("&nbsp;", " ")
    .replaceAll(/&#8209;|\u2011/gu, "-")
    .replaceAll(/[\\"*`]/gu, "")
    .replaceAll("|", " ")
    .replaceAll(/\s+/gu, " ")
    .trim();
}

/** A text with the targets of its links, which `plain` takes for tags, as words. */
export const withTargets = (text: string): string =>
  text.replaceAll(/<(https?:\/\/[^<>\s]+)>/gu, " $1 ").replaceAll(/<[a-zA-Z][^<>]*?\s(?:href|src)="([^"<>]+)"[^<>]*>/gu, " $1 ");

/** Between parts of an excerpt that stand anywhere in the source, such as a default and the entry that keeps it. */
export const FAR = " …… ";

/** Whether an excerpt stands in a text that went through `plain`. */
export const standsIn = (source: string, excerpt: string): boolean => excerpt.split(FAR).every((part) => followsIn(source, part));

function followsIn(source: string, excerpt: string): boolean {
  const [first = "", ...rest] = excerpt.split(GAP).map(plain);
  if (first === "" || rest.includes("")) return false;
  for (let start = source.indexOf(first); start >= 0; start = source.indexOf(first, start + 1)) {
    let at = start + first.length;
    const follows = rest.every((part) => {
      const next = source.indexOf(part, at);
      if (next < 0 || next - at > GAP_MAX) return false;
      at = next + part.length;
      return true;
    });
    if (follows) return true;
  }
  return false;
}
