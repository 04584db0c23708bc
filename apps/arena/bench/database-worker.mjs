// @ts-check
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { serveSession } from "../src/server/db/embedded/serve-session.mjs";
import { portStream } from "./port-stream.mjs";

if (parentPort) {
  const database = await PGlite.create(workerData);
  parentPort.postMessage("ready");
  await serveSession(portStream(parentPort), database);
  await database.close();
}
