// @ts-check
import { Buffer } from "node:buffer";
import { Duplex } from "node:stream";

/**
 * A stream of bytes over a port of a worker thread.
 * @param {{ postMessage(bytes: Uint8Array): void, on(event: "message", heard: (bytes: Uint8Array) => void): unknown }} port
 */
export function portStream(port) {
  const stream = new Duplex({
    read() {},
    write(chunk, _, done) {
      port.postMessage(new Uint8Array(chunk));
      done();
    },
  });
  port.on("message", (bytes) => stream.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
  return stream;
}
