import { expect, it } from "vitest";
import { battlesIn, meetingsOf, shareOf } from "./pair-table";

const meetingBetween = meetingsOf([
  { a: "x", b: "y", winsA: 3, winsB: 1, ties: 2, bothBad: 1 },
  { a: "y", b: "x", winsA: 2, winsB: 0, ties: 0, bothBad: 0 },
]);

it("adds up both orders, and sees a meeting from either model", () => {
  expect(meetingBetween("x", "y")).toEqual({ wins: 3, losses: 3, ties: 3 });
  expect(meetingBetween("y", "x")).toEqual({ wins: 3, losses: 3, ties: 3 });
  expect(meetingBetween("x", "z")).toBeUndefined();
});

it("counts a tie as one half", () => {
  const meeting = { wins: 2, losses: 1, ties: 1 };
  expect(battlesIn(meeting)).toBe(4);
  expect(shareOf(meeting)).toBe(0.625);
});
