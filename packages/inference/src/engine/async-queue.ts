/**
 * Items that one side pushes and the other reads in order, waiting for what has not come yet. One reader at a time.
 *
 * @example
 * ```ts
 * const queue = new AsyncQueue<number>();
 * queue.push(1);
 * queue.end();
 * for await (const item of queue) console.log(item); // 1
 * ```
 */
export class AsyncQueue<Item> implements AsyncIterable<Item> {
  readonly #items: Item[] = [];
  #end: { readonly error?: unknown } | null = null;
  #wake = (): void => {};

  /** Items that were pushed and not read. */
  get length(): number {
    return this.#items.length;
  }

  push(item: Item): void {
    this.#items.push(item);
    this.#wake();
  }

  /** Nothing more comes; the reader ends after the items that are left. The first end counts. */
  end(): void {
    this.#end ??= {};
    this.#wake();
  }

  /** As `end`, but the reader gets this error after the items that are left. */
  fail(error: unknown): void {
    this.#end ??= { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void> {
    for (;;) {
      if (this.#items.length > 0) yield* this.#items.splice(0, 1);
      else if (!this.#end) await new Promise<void>((resolve) => (this.#wake = resolve));
      else if ("error" in this.#end) throw this.#end.error;
      else return;
    }
  }
}
