import { asc, eq, inArray } from "drizzle-orm";
import { isOnBoard } from "@/domain/board-rule";
import type { Database } from "@/server/db/database";
import { board, contestant, participant } from "@/server/db/schema";

/** Keys of the boards that have both contestants of a battle, for each battle. */
export async function boardsOf(db: Pick<Database, "select">, battleIds: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  if (battleIds.length === 0) return new Map();
  const boards = await db.select().from(board).orderBy(asc(board.key));
  const members = await db
    .select({ battleId: participant.conversationId, bundled: contestant.bundled })
    .from(participant)
    .innerJoin(contestant, eq(contestant.id, participant.contestantId))
    .where(inArray(participant.conversationId, [...battleIds]));
  const keysOf = (battleId: string) => {
    const pair = members.filter((member) => member.battleId === battleId);
    return boards
      .filter(({ definition }) => !definition.style && pair.every((member) => isOnBoard(definition, member)))
      .map(({ key }) => key);
  };
  return new Map(battleIds.map((battleId) => [battleId, keysOf(battleId)]));
}
