import { at, idAt, itemAt } from "../math/access.ts";
import type { PairCounts } from "../votes/pair-counts.ts";

/** Votes, wins, losses and ties of each model, as they were cast. */
export function tally(counts: PairCounts) {
  const rows = counts.models.map(() => ({ votes: 0, wins: 0, losses: 0, ties: 0 }));
  counts.first.forEach((i, k) => {
    const [won, lost, tied] = [at(counts.winsFirst, k), at(counts.winsSecond, k), at(counts.ties, k) + at(counts.bothBad, k)];
    for (const [model, wins, losses] of [
      [i, won, lost],
      [idAt(counts.second, k), lost, won],
    ] as const) {
      const row = itemAt(rows, model);
      row.votes += won + lost + tied;
      row.wins += wins;
      row.losses += losses;
      row.ties += tied;
    }
  });
  return rows;
}
