import { inArray } from "drizzle-orm";
import type { StoredTurn } from "@/features/conversation/server";
import type { Database } from "@/server/db/database";
import { contestant } from "@/server/db/schema";
import { readPair } from "../find-battle";
import { createNameFinder } from "./find-names";
import { fold } from "./fold";
import type { NamedContestant } from "./name-spellings";
import { renderedText } from "./rendered-text";

const lettersOf = (text: string) => fold(text).replaceAll(/[^\p{L}\p{N}]/gu, "");

/**
 * Whether answers, as their reader saw them, name one of the models that wrote them. A name that a prompt contains reveals nothing, nor
 * does the name of another model.
 */
export function namesItsModel(
  turns: readonly { readonly prompt: string; readonly shown: readonly string[] }[],
  pair: readonly NamedContestant[],
): boolean {
  const finder = createNameFinder(pair);
  const asked = turns.map(({ prompt }) => lettersOf(prompt)).join("\n");
  const isTold = (text: string) =>
    finder.find(text, true).some(({ start, end }) => {
      const name = lettersOf(text.slice(start, end));
      return name !== "" && !asked.includes(name);
    });
  return turns.some(({ shown }) => shown.some((text) => isTold(text) || isTold(renderedText(text))));
}

/** Whether the voter of a battle read who answers. */
export async function readLeak(db: Pick<Database, "select">, battleId: string, turns: readonly StoredTurn[]): Promise<boolean> {
  const pair = await readPair(db, battleId);
  const rows = await db
    .select()
    .from(contestant)
    .where(inArray(contestant.id, [pair.a, pair.b]));
  const read = turns.map(({ prompt, answers }) => ({ prompt, shown: [...answers.values()].map(({ shownText }) => shownText) }));
  return namesItsModel(read, rows);
}
