// @ts-check
/* oxlint-disable no-console -- this process talks to the person who started it */
// Serves the built site from `out/`, at the base path that it was built for.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { readAddress } from "./address.mjs";

const out = fileURLToPath(new URL("out/", import.meta.url));
const host = process.env.HOST || "127.0.0.1";
const port = process.env.PORT || "3001";

/** @param {string} sentence @returns {never} */
function refuse(sentence) {
  console.error(`llmlist: ${sentence}`);
  process.exit(1);
}

if (!/^\d{1,5}$/u.test(port) || Number(port) > 65_535) refuse(`PORT is "${port}", but must be a whole number from 0 to 65535.`);
if (!existsSync(`${out}index.html`)) refuse("the documentation is not built; run `npm run docs` in the root of the repository.");
const { basePath } = readAddress(process.env);
const notFound = readFileSync(`${out}404.html`);
const files = sirv(out, { etag: true });

const server = createServer((request, response) => {
  const url = request.url ?? "/";
  const isInside = url === basePath || url.startsWith(`${basePath}/`) || url.startsWith(`${basePath}?`);
  const fail = () => void response.writeHead(404, { "content-type": "text/html; charset=utf-8" }).end(notFound);
  if (!isInside) return fail();
  request.url = url.slice(basePath.length) || "/";
  files(request, response, fail);
});
server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code === "EADDRINUSE") refuse(`port ${port} on ${host} is taken; stop the other program or set PORT to a free port.`);
  refuse(error.message);
});
server.listen(Number(port), host, () => {
  const address = server.address();
  const bound = typeof address === "object" && address ? address.port : port;
  console.log(`llmlist: the documentation is at http://${host.includes(":") ? `[${host}]` : host}:${bound}${basePath}/`);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(0));
