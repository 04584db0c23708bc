// @ts-check
/* oxlint-disable no-console -- this is the process that an operator watches */
import { createServer } from "node:http";
import { resolve } from "node:path";
import next from "next";
import { withPageStatus } from "./src/server/http/page-status.mjs";
import { createMethodTable, passGate, sendProblem, setDefaultHeaders } from "./src/server/http/request-gate.mjs";
import { readSettings, requireWritableFolder, SettingError } from "./settings.mjs";
import { ADDRESS_HEADER, clientAddress } from "./src/server/http/client-address.mjs";

const STREAMS_END_WITHIN_MS = 20_000;

/** @param {string} sentence @returns {never} */
function refuse(sentence) {
  console.error(`llmlist: ${sentence}`);
  process.exit(1);
}

function settingsOrRefuse() {
  try {
    const settings = readSettings(process.env, resolve(import.meta.dirname, "../.."));
    requireWritableFolder(settings.dataFolder, "LLMLIST_DATA");
    return settings;
  } catch (error) {
    if (error instanceof SettingError) refuse(error.message);
    throw error;
  }
}

// Next and the migrations look for their files here, wherever the server was started from.
process.chdir(import.meta.dirname);
const settings = settingsOrRefuse();
const { port, host, isDevelopment } = settings;
const server = createServer();
server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code === "EADDRINUSE") refuse(`port ${port} on ${host} is taken; stop the other program or set PORT to a free port.`);
  if (error.code === "EACCES") refuse(`port ${port} may not be opened by this user; set PORT to a port above 1023.`);
  if (error.code === "ENOTFOUND" || error.code === "EADDRNOTAVAIL") refuse(`HOST is "${host}", which is no address of this machine.`);
  refuse(error.message);
});

/** @type {null | ReturnType<ReturnType<typeof next>["getRequestHandler"]>} */
let handle = null;
/** @type {import("./src/server/http/request-gate.mjs").GateOptions["methodsOf"]} */
let methodsOf = () => null;

server.on("request", (request, response) => {
  setDefaultHeaders(response, request.url ?? "");
  const forwardedFor = request.headersDistinct["x-forwarded-for"]?.join(",");
  request.headers[ADDRESS_HEADER] = clientAddress(request.socket.remoteAddress, forwardedFor, settings.trustedProxies);
  // A page that waited for the server asks as soon as the port is open; without an answer it would wait for ever.
  if (!handle) {
    return sendProblem(response, { status: 503, code: "not-ready", message: "The arena is starting.", headers: { "retry-after": "1" } });
  }
  const refused = passGate(request, { ...settings, methodsOf });
  if (refused) return sendProblem(response, refused);
  const serve = handle;
  withPageStatus(response, () => serve(request, response)).catch((error) => {
    console.error("llmlist: a request failed:", error);
    if (!response.headersSent) response.statusCode = 500;
    response.end();
  });
});

// The port is taken first, so that a second start fails before it touches the database of the first.
await new Promise((resolve) => server.listen(port, host, () => resolve(undefined)));
const address = server.address();
const boundPort = typeof address === "object" && address ? address.port : port;

// Any other name here makes Next send its own rewrites over the network (vercel/next.js#94745); the socket above is what listens.
const app = next({ dev: isDevelopment, dir: import.meta.dirname, hostname: "localhost", port: boundPort });
try {
  await app.prepare();
} catch (error) {
  refuse(error instanceof Error ? error.message : String(error));
}
// The runtime, which Next has opened by now, knows every route.
methodsOf = createMethodTable(Reflect.get(globalThis, Symbol.for("llmlist.apiRoutes")));
handle = app.getRequestHandler();
console.log(`llmlist: the arena is at http://${host.includes(":") ? `[${host}]` : host}:${boundPort}`);

let stopping = false;
/** @param {NodeJS.Signals} signal */
async function stop(signal) {
  if (stopping) process.exit(1);
  stopping = true;
  console.log(`llmlist: ${signal}: ending running answers, then stopping`);
  setTimeout(() => process.exit(1), STREAMS_END_WITHIN_MS).unref();
  const closed = new Promise((resolve) => server.close(resolve));
  /** @type {undefined | (() => Promise<void>)} */
  const closeRuntime = Reflect.get(globalThis, Symbol.for("llmlist.close"));
  await closeRuntime?.();
  server.closeIdleConnections();
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 1000))]);
  process.exit(0);
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
