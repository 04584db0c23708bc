/** A page of a site: its address, and its HTML. */
export interface HtmlPage {
  readonly address: string;
  readonly html: string;
}

const matches = (html: string, pattern: RegExp): string[] => [...html.matchAll(pattern)].map((match) => decodeEntities(match[1] ?? ""));

const decodeEntities = (text: string): string => text.replaceAll("&#x27;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

/** Addresses that a page loads or links to: links, scripts, styles, images. */
const linksOf = (html: string): string[] => matches(html, /<(?:a|link|script|img)\b[^>]*?\s(?:href|src)="([^"]*)"/gu);

const anchorsOf = (html: string): Set<string> => new Set(matches(html, /\sid="([^"]*)"/gu));

/**
 * The links inside a site that lead nowhere: to a file that is not there, or to an anchor that the page does not have.
 *
 * @param addresses Every address that the site answers.
 * @returns Sentences, each with the page and the link.
 */
export function brokenLinks(pages: readonly HtmlPage[], addresses: ReadonlySet<string>): string[] {
  const anchors = new Map(pages.map(({ address, html }) => [address, anchorsOf(html)]));
  return pages.flatMap(({ address, html }) =>
    [...new Set(linksOf(html))].flatMap((link) => {
      const { origin, pathname, hash } = new URL(link, `http://site${address}`);
      if (origin !== "http://site") return [];
      if (!addresses.has(decodeURI(pathname))) return [`${address} links to ${link}, which is not there`];
      const anchor = decodeURIComponent(hash.slice(1));
      if (anchor === "" || anchors.get(pathname)?.has(anchor)) return [];
      return [`${address} links to ${link}, which has no such anchor`];
    }),
  );
}
