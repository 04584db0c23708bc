import { describe, expect, it } from "vitest";
import { type DrawState, drawableContestants } from "./drawable-contestants";

const model = (id: string, more: Partial<DrawState> = {}): DrawState => ({
  id,
  kind: "instruct",
  bundled: false,
  isRequested: false,
  isReady: true,
  readyForMs: 60_000,
  ...more,
});
const bundled = [model("pocket-1", { bundled: true }), model("pocket-2", { bundled: true })];
const base = model("base", { kind: "base" });

describe("the contestants that battles are drawn from", () => {
  it("are the bundled models while fewer than two others have been ready for 60 s", () => {
    const young = model("young", { readyForMs: 59_999 });
    expect(drawableContestants(bundled, "auto")).toEqual(["pocket-1", "pocket-2"]);
    expect(drawableContestants([...bundled, model("one"), young], "auto")).toEqual(["one", "young", "pocket-1", "pocket-2"]);
    expect(drawableContestants([...bundled, model("one"), { ...young, readyForMs: 60_000 }], "auto")).toEqual(["one", "young"]);
  });

  it("have the bundled models always or never, by setting", () => {
    expect(drawableContestants([...bundled, model("one"), model("two")], "always")).toHaveLength(4);
    expect(drawableContestants([...bundled, model("one")], "never")).toEqual(["one"]);
  });

  it("have a base model only where it was asked for, or fewer than two instruct models are ready", () => {
    expect(drawableContestants([model("one"), base], "never")).toEqual(["one", "base"]);
    expect(drawableContestants([model("one"), model("two"), base], "never")).toEqual(["one", "two"]);
    expect(drawableContestants([model("one"), model("two"), { ...base, isRequested: true }], "never")).toEqual(["one", "two", "base"]);
    expect(drawableContestants([model("one"), model("two", { isReady: false }), base], "never")).toEqual(["one", "base"]);
  });

  it("draw a base model where one instruct model and only bundled ones are ready", () => {
    expect(drawableContestants([...bundled, model("one"), base], "auto")).toEqual(["one", "base"]);
  });

  it("keep the bundled models while one of the two others is a base model that is not drawn", () => {
    const young = model("young", { readyForMs: 1 });
    expect(drawableContestants([...bundled, model("one"), young, base], "auto")).toEqual(["one", "young", "pocket-1", "pocket-2"]);
  });

  it("are ready, all of them", () => {
    expect(drawableContestants([model("one", { isReady: false }), model("two")], "never")).toEqual(["two"]);
  });
});
