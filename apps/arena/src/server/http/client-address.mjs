// @ts-check
import ipaddr from "ipaddr.js";

/** The header in which the server hands the client's address to routes. The value that a client sends under this name is discarded. */
export const ADDRESS_HEADER = "x-llmlist-client-address";

/** Where a connection has no address, as over a Unix socket, all clients count as one. */
const NO_ADDRESS = "unknown";
/** One subscriber has at least a /64 of IPv6 to choose addresses from. */
const IPV6_NETWORK_BITS = 64;

/**
 * The address that limits apply to: an IPv4 address, or the /64 network of an IPv6 address.
 *
 * Each proxy appends the address of its own client to `X-Forwarded-For`, so with n proxies of the operator the n-th entry from the end
 * was written by a machine that the operator trusts; everything before it may be made up.
 *
 * @param {string | undefined} socketAddress The other end of the connection.
 * @param {string | undefined} forwardedFor The header `X-Forwarded-For`, several joined by commas.
 * @param {number} trustedProxies How many proxies of the operator every request passes; 0 ignores the header.
 * @returns {string}
 */
export function clientAddress(socketAddress, forwardedFor, trustedProxies) {
  const forwarded = (forwardedFor ?? "").split(",").map(networkOf);
  // Nearest first; an entry that is no address ends what can be believed.
  const nearestFirst = [networkOf(socketAddress ?? ""), ...forwarded.toReversed().slice(0, trustedProxies)];
  const end = nearestFirst.indexOf(null, 1);
  return (end < 0 ? nearestFirst : nearestFirst.slice(0, end)).at(-1) ?? NO_ADDRESS;
}

/**
 * @param {string} text An address, perhaps with a port.
 * @returns {string | null} Null for what is no address.
 */
function networkOf(text) {
  const bare = text
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, "$1")
    .replace(/^([\d.]+):\d+$/, "$1");
  if (!ipaddr.isValid(bare)) return null;
  const address = ipaddr.process(bare);
  if (address.kind() === "ipv4") return address.toString();
  const bytes = address.toByteArray().map((byte, index) => (index < IPV6_NETWORK_BITS / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${IPV6_NETWORK_BITS}`;
}
