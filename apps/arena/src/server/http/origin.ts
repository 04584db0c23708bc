/** The host of a header `Host`, or of the origin of a page, as a browser compares them: in lower case, without the port of the protocol. */
function hostOf(protocol: string, host: string): string | null {
  return URL.canParse(`${protocol}//${host}`) ? new URL(`${protocol}//${host}`).host : null;
}

/**
 * Whether a request that writes comes from a page of another site. Browsers send `Origin` with it; programs send none and carry no ambient
 * cookie. `X-Forwarded-Host` is there only where a trusted proxy has sent it: the server throws away what others say.
 */
export function isForeign(headers: Headers): boolean {
  const origin = headers.get("origin");
  if (origin === null) return ["cross-site", "same-site"].includes(headers.get("sec-fetch-site") ?? "");
  const page = URL.canParse(origin) ? new URL(origin) : null;
  // An extension's page has a host, too.
  if (page?.protocol !== "http:" && page?.protocol !== "https:") return true;
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  return host === null || hostOf(page.protocol, host) !== page.host;
}
