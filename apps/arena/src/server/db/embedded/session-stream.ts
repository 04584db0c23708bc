import { Duplex } from "node:stream";

/**
 * The stream of a session as its client sees it. A process that is lost is a plain end of the stream: after an `error`, postgres.js 3.4
 * rejects what is on its way, then still sends what is asked before `close`, and never answers it.
 */
export class SessionStream extends Duplex {
  readonly #inner: Duplex;

  constructor(inner: Duplex) {
    super({ emitClose: true });
    this.#inner = inner;
    inner.on("data", (bytes: Buffer) => {
      if (!this.push(bytes)) inner.pause();
    });
    inner.on("error", () => inner.destroy());
    inner.once("close", () => this.destroy());
  }

  /** postgres.js takes its leave of an open stream alone. */
  get readyState(): "open" | "closed" {
    return this.destroyed ? "closed" : "open";
  }

  override _read(): void {
    this.#inner.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // What cannot be written any more ends with the stream.
    this.#inner.write(bytes, () => done());
  }

  override _final(done: () => void): void {
    this.#inner.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#inner.destroy();
    done(error);
  }
}
