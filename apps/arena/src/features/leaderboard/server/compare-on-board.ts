import { compareModels, EloError, type Fit, fitPenalized, pairCountsFromRows } from "@llmlist/elo";
import { ArenaError } from "@/server/http/problem";
import type { Database } from "@/server/db/database";
import type { ModelComparison, Pairs } from "../contract";
import { newestSnapshot, type BoardQuery } from "./newest-snapshot";
import { readPairs } from "./read-pairs";
import { votesNeeded } from "./votes-needed";

interface Fitted {
  readonly snapshot: string;
  readonly pairs: Pairs["pairs"];
  readonly fit: Fit;
}

/** The newest fit of each board: many readers compare on one snapshot. */
const newestFits = new WeakMap<Database, Map<string, Fitted>>();

/**
 * Whether one model of a board is better than another.
 *
 * @throws ArenaError `bad-request` for a model that is not on the board, or one compared with itself.
 */
export async function compareOnBoard(db: Database, input: BoardQuery & { a: string; b: string }): Promise<ModelComparison> {
  const { a, b } = input;
  if (a === b) throw new ArenaError("bad-request", "Compare two different models.");
  const { snapshot, pairs, fit } = await newestFit(db, input);
  for (const id of [a, b]) if (!fit.models.includes(id)) throw new ArenaError("bad-request", `There is no model ${id} on this board.`);
  const met = { winsA: 0, winsB: 0, ties: 0, bothBad: 0 };
  for (const pair of pairs) {
    if (!(pair.a === a && pair.b === b) && !(pair.a === b && pair.b === a)) continue;
    const isSwapped = pair.a === b;
    met.winsA += isSwapped ? pair.winsB : pair.winsA;
    met.winsB += isSwapped ? pair.winsA : pair.winsB;
    met.ties += pair.ties;
    met.bothBad += pair.bothBad;
  }
  return { snapshot, a, b, ...judge(fit, a, b), met };
}

function judge(fit: Fit, a: string, b: string): Pick<ModelComparison, "difference" | "probability" | "votesNeeded"> {
  try {
    const { difference, low, high, se, probability } = compareModels(fit, a, b);
    return { difference: { value: difference, low, high }, probability, votesNeeded: votesNeeded({ lead: difference, se }) };
  } catch (error) {
    // Without a vote, or never met even through others: nothing is known.
    if (!(error instanceof EloError)) throw error;
    return { difference: null, probability: null, votesNeeded: null };
  }
}

async function newestFit(db: Database, query: BoardQuery): Promise<Fitted> {
  const board = await newestSnapshot(db, query);
  const key = board.pocketModels;
  const known = newestFits.get(db)?.get(key);
  if (known?.snapshot === board.snapshot.id) return known;
  const { snapshot, pairs } = await readPairs(db, query);
  const fit = fitPenalized(pairCountsFromRows(pairs, { models: board.models.map(({ id }) => id) }));
  const fitted = { snapshot, pairs, fit };
  newestFits.set(db, new Map(newestFits.get(db)).set(key, fitted));
  return fitted;
}
