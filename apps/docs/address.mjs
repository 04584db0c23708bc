// @ts-check

/**
 * @typedef {object} Address
 * @property {string | null} origin Scheme and host of the published site; null while none is set.
 * @property {string} basePath The folder of the site on that host, without a final slash; "" for the root.
 */

/**
 * Reads `LLMLIST_DOCS_URL`, the only setting of the site: the address that it is published at, such as `https://example.org/llmlist/`.
 * Without it, links start at the root of whatever host serves the files, and no page names an absolute address.
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {Address}
 */
export function readAddress(environment) {
  const setting = environment.LLMLIST_DOCS_URL;
  if (setting === undefined || setting === "") return { origin: null, basePath: "" };
  const url = URL.canParse(setting) ? new URL(setting) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw new TypeError(
      `LLMLIST_DOCS_URL is ${JSON.stringify(setting)}, but must be an http or https address without ? and #, such as https://example.org/llmlist/.`,
    );
  }
  return { origin: url.origin, basePath: url.pathname.replace(/\/+$/u, "") };
}
