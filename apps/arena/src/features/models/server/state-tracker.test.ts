import type { WorkerState } from "@llmlist/inference";
import { describe, expect, it } from "vitest";
import { createStateTracker } from "./state-tracker";

/** A tracker with a clock that the test sets. */
function track() {
  let time = 0;
  const tracker = createStateTracker(() => time);
  return {
    ...tracker,
    at(seconds: number, state: WorkerState) {
      time = seconds * 1000;
      tracker.update(new Map([["m", state]]));
      return tracker.publicState("m");
    },
  };
}

describe("the public state of a model", () => {
  it("is ready as soon as it has loaded for the first time", () => {
    const { at, publicState } = track();
    expect(publicState("m")).toBe("not-ready");
    expect(at(0, "starting")).toBe("not-ready");
    expect(at(2, "ready")).toBe("ready");
  });

  it("does not show an outage of less than a minute", () => {
    const { at } = track();
    at(0, "ready");
    expect(at(100, "restarting")).toBe("ready");
    expect(at(159, "restarting")).toBe("ready");
    expect(at(159.5, "ready")).toBe("ready");
    expect(at(200, "restarting")).toBe("ready");
    expect(at(259, "failed")).toBe("ready");
    expect(at(260, "failed")).toBe("not-ready");
  });

  it("changes at most once a minute, however often it is looked at and however often the model fails", () => {
    const { at } = track();
    const changes: number[] = [];
    let last = at(0, "starting");
    for (let second = 1; second < 3_600; second++) {
      const shown = at(second, second % 90 < 75 ? "failed" : "ready");
      if (shown !== last) changes.push(second);
      last = shown;
    }
    expect(changes.length).toBeGreaterThan(2);
    for (const [index, second] of changes.entries()) if (index > 0) expect(second - (changes[index - 1] ?? 0)).toBeGreaterThanOrEqual(60);
  });

  it("forgets a model that was removed", () => {
    const { at, update, publicState } = track();
    at(0, "ready");
    update(new Map());
    expect(publicState("m")).toBe("not-ready");
  });

  it("measures how long a model has been ready without a break", () => {
    const { at, readyForMs } = track();
    at(0, "ready");
    at(50, "ready");
    expect(readyForMs("m")).toBe(50_000);
    at(51, "restarting");
    expect(readyForMs("m")).toBe(0);
    at(52, "ready");
    at(60, "ready");
    expect(readyForMs("m")).toBe(8_000);
  });
});
