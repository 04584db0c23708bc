import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createReaders } from "./readers";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Events that never come. */
const silence: AsyncIterable<string> = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };

it("calls when nobody has read for so long, though the reader that left was waiting for an event", () => {
  const readers = createReaders();
  const onNone = vi.fn();
  const reader = readers.count(silence)[Symbol.asyncIterator]();
  void reader.next();
  readers.whenNone(1000, onNone);
  vi.advanceTimersByTime(5000);
  expect(onNone).not.toHaveBeenCalled();
  void reader.return?.();
  void reader.return?.();
  vi.advanceTimersByTime(999);
  expect(onNone).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onNone).toHaveBeenCalledOnce();
});

it("does not call when a reader comes back in time, or when the watch has ended", () => {
  const readers = createReaders();
  const onNone = vi.fn();
  const end = readers.whenNone(1000, onNone);
  vi.advanceTimersByTime(900);
  const reader = readers.count(silence)[Symbol.asyncIterator]();
  vi.advanceTimersByTime(5000);
  void reader.return?.();
  vi.advanceTimersByTime(900);
  end();
  vi.advanceTimersByTime(5000);
  expect(onNone).not.toHaveBeenCalled();
});
