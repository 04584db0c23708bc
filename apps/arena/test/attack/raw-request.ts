import { connect } from "node:net";

/** A request as bytes, so that nothing between a test and the server mends it. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** What came back. Status 0: the connection was closed without an answer. */
export interface RawResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const HEAD_END = "\r\n\r\n";
const ANSWER_WITHIN_MS = 60_000;

function parse(bytes: Buffer): RawResponse {
  const text = bytes.toString("latin1");
  const [head = "", ...rest] = text.split(HEAD_END);
  const [statusLine = "", ...lines] = head.split("\r\n");
  const headers = new Map(lines.map((line) => [line.split(":", 1)[0]?.toLowerCase() ?? "", line.slice(line.indexOf(":") + 1).trim()]));
  return { status: Number(statusLine.split(" ")[1] ?? 0), headers, body: rest.join(HEAD_END) };
}

/** Sends a request on a connection of its own. Of a stream of events only the beginning is read. */
export function sendRaw(port: number, { method, target, headers, body }: RawRequest): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    const late = setTimeout(
      () => socket.destroy(new Error(`No answer in ${ANSWER_WITHIN_MS} ms to ${method} ${target}`)),
      ANSWER_WITHIN_MS,
    );
    let received = Buffer.alloc(0);
    socket.on("connect", () => {
      const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
      const head = Buffer.from(
        `${method} ${target} HTTP/1.1\r\n${lines}content-length: ${body.length}\r\nconnection: close\r\n\r\n`,
        "latin1",
      );
      socket.write(Buffer.concat([head, body]));
    });
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.includes(HEAD_END) && /^content-type: text\/event-stream/imu.test(received.toString("latin1"))) socket.destroy();
    });
    let failure: NodeJS.ErrnoException | null = null;
    socket.on("error", (error) => (failure = error));
    socket.on("close", () => {
      clearTimeout(late);
      // A server may refuse a request before it has read all of it.
      if (failure && failure.code !== "ECONNRESET" && failure.code !== "EPIPE") reject(failure);
      else resolve(parse(received));
    });
  });
}
