import { describe, expect, it } from "vitest";
import type { EndReason } from "@/domain/end-reason";
import { answerStatus, unwritten } from "./answer-state";

const answer = (text: string, end: EndReason | null = null) => ({ text, end });
const statuses = (...given: ReturnType<typeof answer>[]) => {
  const answers = Object.fromEntries(given.map((one, index) => [String.fromCharCode(97 + index), one]));
  return given.map((one) => answerStatus(one, answers));
};

describe("the state shown with an answer", () => {
  it("is the same for all slots until all have ended, so that the end of one does not reveal which model is fast", () => {
    expect(statuses(unwritten, unwritten)).toEqual(["waiting", "waiting"]);
    expect(statuses(answer("A"), unwritten)).toEqual(["writing", "writing"]);
    expect(statuses(answer("A", "stop"), answer("B"))).toEqual(["writing", "writing"]);
    expect(statuses(answer("A", "length"), answer("B"), answer("C", "stop"))).toEqual(["writing", "writing", "writing"]);
  });

  it("is each answer's own end once all have ended", () => {
    expect(statuses(answer("A", "stop"), answer("B", "length"))).toEqual(["done", "cut"]);
    expect(statuses(answer("A", "aborted"), answer("B", "aborted"))).toEqual(["stopped", "stopped"]);
  });

  it("shows a failure immediately", () => {
    expect(statuses(answer("A", "error"), answer("B"))).toEqual(["failed", "writing"]);
  });
});
