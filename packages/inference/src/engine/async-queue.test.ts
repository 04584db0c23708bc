import { describe, expect, it } from "vitest";
import { AsyncQueue } from "./async-queue.ts";

async function read(queue: AsyncQueue<number>): Promise<number[]> {
  const items: number[] = [];
  for await (const item of queue) items.push(item);
  return items;
}

describe("an async queue", () => {
  it("gives items in order, those pushed before and those pushed while the reader waits", async () => {
    const queue = new AsyncQueue<number>();
    queue.push(1);
    queue.push(2);
    const items = read(queue);
    await Promise.resolve();
    queue.push(3);
    queue.end();
    expect(await items).toEqual([1, 2, 3]);
    expect(queue.length).toBe(0);
  });

  it("gives what was pushed before it throws a failure, and keeps its first end", async () => {
    const queue = new AsyncQueue<number>();
    queue.push(1);
    queue.fail(new Error("broken"));
    queue.end();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const item of queue) seen.push(item);
    })();
    await expect(reading).rejects.toThrow("broken");
    expect(seen).toEqual([1]);
  });

  it("keeps what a reader that left has not read", async () => {
    const queue = new AsyncQueue<number>();
    for (const item of [1, 2, 3]) queue.push(item);
    queue.end();
    for await (const item of queue) if (item === 1) break;
    expect(await read(queue)).toEqual([2, 3]);
  });
});
