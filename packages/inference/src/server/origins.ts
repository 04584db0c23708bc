import { isIP } from "node:net";
import type { MiddlewareHandler } from "hono";

/** Who may reach a server from a browser. */
export interface OriginOptions {
  /** Origins of web pages that may ask; `*` is every page. */
  readonly corsOrigins: readonly string[];
  /** Names of hosts under which the server may be asked for besides those of this machine; `*` is every name. */
  readonly allowedHosts: readonly string[];
  /** A page that does not know the key gets nowhere, under whatever name it reaches the server. */
  readonly hasKeys: boolean;
}

/** Ends of names that no page on the web can have. */
const LOCAL_ENDS = [".localhost", ".local", ".internal", ".lan", ".home.arpa"];

/** The name without its port. */
const nameOf = (host: string): string =>
  host
    .replace(/:\d+$/u, "")
    .replace(/^\[(.*)\]$/u, "$1")
    .toLowerCase();

/**
 * Whether a host is surely none of a page's that had its name changed to point here ("DNS rebinding"): an address, a name without a dot, or
 * one of a local network.
 */
function isLocalHost(host: string): boolean {
  const name = nameOf(host);
  return isIP(name) !== 0 || (name !== "" && !name.includes(".")) || LOCAL_ENDS.some((end) => name.endsWith(end));
}

/** Refuses what a page of somebody else's sends from a browser. */
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
    // A browser sends these without asking first.
    const type = context.req.header("Content-Type")?.split(";")[0]?.trim().toLowerCase();
    if (context.req.method === "POST" && (type === "text/plain" || type === "multipart/form-data"))
      return context.json(refusal("The body is JSON; send Content-Type: application/json.", "unsupported-media-type"), 415);
    return next();
  };
}
