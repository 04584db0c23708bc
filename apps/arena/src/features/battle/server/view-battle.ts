import type { Slot } from "@/domain/slot";
import { promptRoom, readTurns, type StoredTurn } from "@/features/conversation/server";
import type { BattleView } from "../contract";
import type { BattleDeps } from "./battle-deps";
import { areReady, contextUses } from "./continue-battle";
import { type BattleKey, findBattle, readPair } from "./find-battle";
import { readVote } from "./read-vote";

/** What a reloaded page shows: texts as they were shown, and as they were written once the names are told. */
export async function viewBattle(deps: Pick<BattleDeps, "db" | "engine" | "settings">, key: BattleKey): Promise<BattleView> {
  const { db, engine, settings } = deps;
  const battleId = await findBattle(db, key);
  const [stored, vote] = [await readTurns(db, battleId), await readVote(db, battleId)];
  const answer = ({ answers }: StoredTurn, slot: Slot) => {
    const row = answers.get(slot);
    if (!row) throw new Error(`Battle ${battleId} has a turn without an answer in slot ${slot}.`);
    return { text: vote?.reveal ? row.rawText : row.shownText, end: row.status === "running" ? null : row.status };
  };
  const turns = stored.map((turn) => ({ prompt: turn.prompt, answers: { a: answer(turn, "a"), b: answer(turn, "b") } }));
  const newest = turns.at(-1);
  if (!newest) throw new Error(`Battle ${battleId} has no turn.`);
  const limits = {
    turnsLeft: Math.max(0, settings.maxTurns - turns.length),
    promptCharacters: settings.maxPromptCharacters,
    promptTokens: vote ? null : await roomOf(engine, stored, await readPair(db, battleId)),
  };
  return { battleId, prompt: newest.prompt, answers: newest.answers, turns, limits, vote };
}

/** Null also where a model is not ready: a page never waits for a model. */
async function roomOf(engine: BattleDeps["engine"], turns: readonly StoredTurn[], pair: { a: string; b: string }): Promise<number | null> {
  return areReady(engine, pair) ? promptRoom(engine, contextUses(turns, pair)) : null;
}
