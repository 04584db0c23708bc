import type { Pairs } from "../contract";

/** How two models met, seen from the first: whoever was shown first. */
export interface Meeting {
  readonly wins: number;
  readonly losses: number;
  /** Ties, and battles that both lost. */
  readonly ties: number;
}

/** Looks up meetings by both ids, in either order; undefined where the two never met. */
export function meetingsOf(pairs: Pairs["pairs"]): (a: string, b: string) => Meeting | undefined {
  const meetings = new Map<string, Meeting>();
  const keyOf = (a: string, b: string) => JSON.stringify([a, b]);
  const add = (a: string, b: string, { wins, losses, ties }: Meeting) => {
    const known = meetings.get(keyOf(a, b)) ?? { wins: 0, losses: 0, ties: 0 };
    meetings.set(keyOf(a, b), { wins: known.wins + wins, losses: known.losses + losses, ties: known.ties + ties });
  };
  for (const { a, b, winsA, winsB, ties, bothBad } of pairs) {
    add(a, b, { wins: winsA, losses: winsB, ties: ties + bothBad });
    add(b, a, { wins: winsB, losses: winsA, ties: ties + bothBad });
  }
  return (a, b) => meetings.get(keyOf(a, b));
}

export const battlesIn = ({ wins, losses, ties }: Meeting): number => wins + losses + ties;

/** The share of points, a tie as one half. */
export const shareOf = (meeting: Meeting): number => (meeting.wins + meeting.ties / 2) / battlesIn(meeting);
