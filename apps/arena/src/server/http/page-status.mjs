// @ts-check
import { AsyncLocalStorage } from "node:async_hooks";

/**
 * A page of Next has no way to say its own status, but for "not found". What it sets here is sent in place of Next's 200.
 *
 * @typedef {{ status: number | null, headers: Record<string, string> }} PageStatus
 */

const KEY = Symbol.for("llmlist.page-status");

/** One in the process: Next loads a module several times. @returns {AsyncLocalStorage<PageStatus>} */
function storage() {
  const registry = /** @type {Record<symbol, AsyncLocalStorage<PageStatus> | undefined>} */ (/** @type {unknown} */ (globalThis));
  return (registry[KEY] ??= new AsyncLocalStorage());
}

/**
 * Runs what answers a request, so that the pages in it can set their status.
 * @template Value
 * @param {import("node:http").ServerResponse} response
 * @param {() => Value} run
 * @returns {Value}
 */
export function withPageStatus(response, run) {
  /** @type {PageStatus} */
  const set = { status: null, headers: {} };
  const writeHead = response.writeHead.bind(response);
  Object.assign(response, {
    /** @param {number} status @param {...unknown} rest */
    writeHead(status, ...rest) {
      for (const [name, value] of Object.entries(set.headers)) response.setHeader(name, value);
      return Reflect.apply(writeHead, response, [set.status ?? status, ...rest]);
    },
  });
  return storage().run(set, run);
}

/**
 * Sets the status of the page that is being made. It does nothing once the head of the response was sent, or outside a request.
 * @param {number} status
 * @param {Record<string, string>} [headers]
 */
export function setPageStatus(status, headers = {}) {
  Object.assign(storage().getStore() ?? {}, { status, headers });
}
