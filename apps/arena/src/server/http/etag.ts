import { createHash } from "node:crypto";

/** Entity tags of a list, without their mark of weakness: a client may send back several, and proxies make them weak. */
const TAG = /(?:W\/)?"([^"]*)"/gu;

/** Whether `If-None-Match` names the tag: compared weakly, as RFC 9110 (section 13.1.2) asks. */
function names(header: string | null, tag: string): boolean {
  if (header === null) return false;
  return header.trim() === "*" || [...header.matchAll(TAG)].some(([, one]) => one === tag);
}

/** JSON with a tag of all that it says. A client that has it already gets 304 and no body. */
export function taggedJson(request: Request, body: unknown): Response {
  const text = JSON.stringify(body);
  const tag = createHash("sha256").update(text).digest("base64url").slice(0, 22);
  const headers = { etag: `"${tag}"`, "cache-control": "no-cache" };
  if (names(request.headers.get("if-none-match"), tag)) return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, "content-type": "application/json" } });
}
