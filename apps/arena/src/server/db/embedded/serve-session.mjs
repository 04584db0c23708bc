// @ts-check
import { Buffer } from "node:buffer";

const TERMINATE = "X".charCodeAt(0);
const LENGTH_BYTES = 4;

/**
 * Splits what a client sent into whole messages of the PostgreSQL protocol (version 3, section "Message Formats") and the rest.
 * The first message has no type byte before its length.
 * @param {Buffer} bytes
 * @param {boolean} started Whether the first message has been read.
 * @returns {{ messages: Buffer[], rest: Buffer }}
 */
export function splitMessages(bytes, started) {
  const messages = [];
  let at = 0;
  for (let typeBytes = started ? 1 : 0; bytes.length - at >= typeBytes + LENGTH_BYTES; typeBytes = 1) {
    const end = at + typeBytes + bytes.readUInt32BE(at + typeBytes);
    if (end > bytes.length) break;
    messages.push(bytes.subarray(at, end));
    at = end;
  }
  return { messages, rest: bytes.subarray(at) };
}

/**
 * Serves one session of an embedded database: messages run one after the other, and their answers are written in that order.
 * Resolves when the client takes its leave or its end of the stream is closed.
 * @param {import("node:stream").Duplex} stream
 * @param {Pick<import("@electric-sql/pglite").PGlite, "execProtocolRaw">} database
 * @returns {Promise<void>}
 */
export async function serveSession(stream, database) {
  // A client that is gone cannot be answered; that the stream ends is all there is to know.
  stream.on("error", () => stream.destroy());
  /** @type {Buffer} */
  let rest = Buffer.alloc(0);
  let started = false;
  try {
    for await (const chunk of stream) {
      const split = splitMessages(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), started);
      rest = split.rest;
      for (const message of split.messages) {
        if (started && message[0] === TERMINATE) return;
        started = true;
        const answer = await database.execProtocolRaw(message);
        if (answer.length > 0) stream.write(answer);
      }
    }
  } catch (error) {
    if (!stream.destroyed) throw error;
  }
}
