import { isIP } from "node:net";
import type { MiddlewareHandler } from "hono";

/** Who may reach a server from a browser. */
export interface OriginOptions {
  /** Origins of web pages that may send requests; `*` is every origin. */
  readonly corsOrigins: readonly string[];
  /** Host names that requests may use besides local ones; `*` is every name. */
  readonly allowedHosts: readonly string[];
  /** With keys every host name is accepted: a foreign page does not know the key. */
  readonly hasKeys: boolean;
}

/** Suffixes of host names that no public web page can have. */
const LOCAL_ENDS = [".localhost", ".local", ".internal", ".lan", ".home.arpa"];

/** The name without its port. */
const nameOf = (host: string): string =>
  host
    .replace(/:\d+$/u, "")
    .replace(/^\[(.*)\]$/u, "$1")
    .toLowerCase();

/**
 * Whether a host name is safe from DNS rebinding (a foreign page whose name is changed to point to this machine): an address, a name without
 * a dot, or a name of a local network.
 *
 * @param host A name or an address, as in the `Host` header, with or without a port.
 */
export function isLocalHost(host: string): boolean {
  const name = nameOf(host);
  return isIP(name) !== 0 || (name !== "" && !name.includes(".")) || LOCAL_ENDS.some((end) => name.endsWith(end));
}

/** Refuses requests that a browser sends for a web page of a foreign origin. */
export function refuseForeignPages({ corsOrigins, allowedHosts, hasKeys }: OriginOptions): MiddlewareHandler {
  const refusal = (message: string, code: string) => ({ error: { message, type: "invalid_request_error", code, param: null } });
  return async (context, next) => {
    const host = context.req.header("Host") ?? new URL(context.req.url).host;
    const isKnown = hasKeys || isLocalHost(host) || allowedHosts.some((one) => one === "*" || one.toLowerCase() === nameOf(host));
    if (!isKnown)
      return context.json(
        refusal(`This server is not to be asked for as ${nameOf(host)}; its operator allows names by --allowed-host.`, "foreign-host"),
        403,
      );
    const origin = context.req.header("Origin");
    const isOwn =
      origin === undefined || origin.replace(/^https?:\/\//u, "") === host || corsOrigins.some((one) => one === "*" || one === origin);
    if (!isOwn)
      return context.json(
        refusal(`Pages of ${origin} are not allowed to ask; the operator allows origins by --cors.`, "foreign-origin"),
        403,
      );
    // A browser sends these types without a preflight request.
    const type = context.req.header("Content-Type")?.split(";")[0]?.trim().toLowerCase();
    if (context.req.method === "POST" && (type === "text/plain" || type === "multipart/form-data"))
      return context.json(refusal("The body is JSON; send Content-Type: application/json.", "unsupported-media-type"), 415);
    return next();
  };
}
