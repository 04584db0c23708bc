import type { Database } from "@/server/db/database";
import type { BattleView } from "../contract";
import { findBattle, readAnswers } from "./find-battle";
import { readVote } from "./read-vote";

/** What a reloaded page shows: saved texts, with names taken out until the vote. */
export async function viewBattle(
  db: Database,
  input: { battleId: string; sessionId: string | null; redact: (text: string) => string },
): Promise<BattleView> {
  const found = await findBattle(db, input);
  const [rows, vote] = [await readAnswers(db, found.id), await readVote(db, found)];
  const side = (slot: "a" | "b") => {
    const row = rows.find((one) => one.slot === slot);
    const text = row?.text ?? "";
    return { text: vote ? text : input.redact(text), end: row && row.status !== "running" ? row.status : null };
  };
  return { battleId: found.id, prompt: found.prompt, answers: { a: side("a"), b: side("b") }, vote };
}
