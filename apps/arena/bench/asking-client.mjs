// @ts-check
// Requests an address at a steady rate, in its own thread, and posts the milliseconds that each response took.
// A request that is due while the server stalls is sent all the same, so that a stall counts for everyone who would have met it.
import { parentPort, workerData } from "node:worker_threads";

const EVERY_MS = 20;
/** @type {Promise<number>[]} */
const asked = [];
const timer = setInterval(() => {
  const from = performance.now();
  asked.push(
    fetch(workerData)
      .then((response) => response.text())
      .then(() => performance.now() - from),
  );
}, EVERY_MS);
parentPort?.once("message", async () => {
  clearInterval(timer);
  parentPort?.postMessage(await Promise.all(asked));
});
