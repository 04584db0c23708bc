// @ts-check
import { randomUUID } from "node:crypto";
import { isLocalHost } from "@llmlist/inference/server";

/**
 * What the server checks of a request before Next sees it: Next answers 500 to some addresses and methods that are only wrong.
 *
 * @typedef {object} GateOptions
 * @property {string | null} publicUrl The origin by which people on the internet reach the arena.
 * @property {readonly string[]} allowedHosts Further host names by which it may be asked for, in lower case.
 * @property {number} trustedProxies With at least one, `X-Forwarded-Host` and `X-Forwarded-Proto` are believed.
 * @property {(path: string) => readonly string[] | null} methodsOf The methods of an API address, or null where there is no such address; asked for `/api` alone.
 * @property {boolean} isDevelopment
 *
 * @typedef {object} Refusal
 * @property {number} status
 * @property {string} code
 * @property {string} message
 * @property {Record<string, string>} headers
 *
 * @typedef {Pick<import("node:http").IncomingMessage, "url" | "method" | "headers">} GateRequest
 */

/** No page has a percent sign in its address, so what decodes twice is not needed; this address has the page "not found". */
const NO_PAGE = "-";
const FORWARDED = ["x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "forwarded"];

/** @param {number} status @param {string} code @param {string} message @param {Record<string, string>} [headers] @returns {Refusal} */
const refusal = (status, code, message, headers = {}) => ({ status, code, message, headers });

/** The name of a `Host` header without its port. @param {string} host */
const nameOf = (host) => host.replace(/:\d+$/u, "");

/** @param {string | string[] | undefined} header @returns {string | undefined} The first entry: the one that the client's proxy wrote. */
const firstOf = (header) => (Array.isArray(header) ? header[0] : header)?.split(",")[0]?.trim().toLowerCase();

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/**
 * Gives Next the address, host and protocol that the client asked for. What a client says of them is believed where a trusted proxy said it.
 * @param {GateRequest} request
 * @param {GateOptions} options
 */
function normalize(request, { trustedProxies }) {
  const { headers } = request;
  const target = request.url ?? "";
  // A client may name the host in the request line; then `Host` does not count (RFC 9112, section 3.2.2).
  if (/^https?:\/\//iu.test(target) && URL.canParse(target)) {
    const { host, pathname, search } = new URL(target);
    headers.host = host;
    request.url = pathname + search;
  }
  if (headers.host !== undefined) headers.host = headers.host.toLowerCase();
  const [host, protocol] = trustedProxies > 0 ? [firstOf(headers["x-forwarded-host"]), firstOf(headers["x-forwarded-proto"])] : [];
  for (const name of FORWARDED) delete headers[name];
  if (host) headers["x-forwarded-host"] = host;
  if (protocol === "http" || protocol === "https") headers["x-forwarded-proto"] = protocol;
}

/** @param {string | undefined} host @param {GateOptions} options */
function isOwnHost(host, { publicUrl, allowedHosts }) {
  // Only a program of HTTP 1.0 names none, and no browser is one.
  if (host === undefined) return true;
  if (!URL.canParse(`http://${host}`)) return false;
  const name = nameOf(host);
  return isLocalHost(name) || allowedHosts.includes(name) || (publicUrl !== null && new URL(publicUrl).hostname === name);
}

/** @param {GateRequest} request @param {string} path @param {GateOptions} options @returns {Refusal | null} */
function checkApi(request, path, { methodsOf }) {
  const methods = methodsOf(path);
  if (methods === null) return refusal(404, "not-found", "There is no such address; /api/openapi.json lists them all.");
  if (methods.includes(request.method ?? "")) return null;
  return refusal(405, "method-not-allowed", `This address takes ${methods.join(", ")}.`, { allow: methods.join(", ") });
}

/** @param {GateRequest} request @param {string} path @param {GateOptions} options @returns {Refusal | null} */
function checkPage(request, path, { isDevelopment }) {
  const isForHotReload = isDevelopment && /^\/_+next/u.test(path);
  if (request.method !== "GET" && request.method !== "HEAD" && !isForHotReload) {
    return refusal(405, "method-not-allowed", "A page can only be read.", { allow: "GET, HEAD" });
  }
  // Next decodes the address of a page twice.
  const once = decoded(path);
  if (once === null || decoded(once) === null) request.url = path.startsWith("/zh/") ? `/zh/${NO_PAGE}` : `/${NO_PAGE}`;
  return null;
}

/**
 * Prepares a request for Next, or says why it is refused. It changes the request's address and headers.
 * @param {GateRequest} request
 * @param {GateOptions} options
 * @returns {Refusal | null}
 */
export function passGate(request, options) {
  normalize(request, options);
  const target = request.url ?? "";
  if (!target.startsWith("/")) return refusal(400, "bad-request", "The address of a request begins with a slash.");
  const { headers } = request;
  const host = firstOf(headers["x-forwarded-host"]) ?? headers.host;
  if (!isOwnHost(host, options)) {
    return refusal(
      403,
      "foreign-host",
      "This arena does not answer under that host name; its operator allows names by LLMLIST_PUBLIC_URL or LLMLIST_ALLOWED_HOSTS.",
    );
  }
  const path = target.split("?", 1)[0] ?? "";
  return /^\/api(\/|$)/u.test(path) ? checkApi(request, path, options) : checkPage(request, path, options);
}

/** What every response carries unless its page says otherwise: nothing of it is guessed to be a document, and no page frames it. */
const defaultPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** A worker has the policy of its own file. */
const staticPolicy = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

/** @param {Pick<import("node:http").ServerResponse, "setHeader">} response @param {string} path */
export function setDefaultHeaders(response, path) {
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "strict-origin-when-cross-origin");
  response.setHeader("content-security-policy", path.startsWith("/_next/") ? staticPolicy : defaultPolicy);
}

/**
 * Answers in the one shape of every error.
 * @param {import("node:http").ServerResponse} response
 * @param {Refusal} refused
 */
export function sendProblem(response, { status, code, message, headers }) {
  const requestId = randomUUID();
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", "x-request-id": requestId, ...headers });
  response.end(JSON.stringify({ error: { code, message, requestId } }));
}

/**
 * Which methods an API address takes, from the table of all of them.
 * @param {readonly { readonly method: string, readonly path: string }[]} routes Paths have their parameters in braces.
 * @returns {(path: string) => readonly string[] | null}
 */
export function createMethodTable(routes) {
  const table = routes.map(({ method, path }) => {
    const pattern = path.replaceAll(/\{\w+\}/gu, "[^/]+").replaceAll(".", "\\.");
    return { method, pattern: new RegExp(`^${pattern}/?$`, "u") };
  });
  return (path) => {
    const text = decoded(path);
    const methods = text === null ? [] : table.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (methods.length === 0) return null;
    return [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
  };
}
