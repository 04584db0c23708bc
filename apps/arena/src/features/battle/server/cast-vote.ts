import { sql } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { answer, battle, vote } from "@/server/db/schema";
import { ArenaError } from "@/server/http/problem";
import type { Outcome } from "@/domain/outcome";
import type { VoteResponse } from "../contract";
import { findBattle, readAnswers } from "./find-battle";
import { readVote } from "./read-vote";

/**
 * One statement decides: the vote is written if the battle is this session's, both answers have ended and no vote stands.
 * The fate is judged in the same statement, from the same rows.
 * @throws ArenaError `battle-not-found`, `battle-running` or `already-voted`.
 */
export async function castVote(
  db: Database,
  input: { battleId: string; sessionId: string | null; outcome: Outcome },
): Promise<VoteResponse> {
  const { battleId, sessionId, outcome } = input;
  const found = await findBattle(db, { battleId, sessionId });
  const result = await db
    .insert(vote)
    .select(
      sql`select ${battle.id}, ${outcome}::text, case
            when bool_or(${answer.status} = 'error') then 'answer-failed'
            when bool_or(${answer.status} = 'aborted') then 'answer-stopped'
            when bool_or(${answer.text} !~ '[^[:space:]]') then 'empty-answer'
            else 'counted' end, now()
          from ${battle} join ${answer} on ${answer.battleId} = ${battle.id}
          where ${battle.id} = ${battleId}
          group by ${battle.id}
          having bool_and(${answer.status} <> 'running')`,
    )
    .onConflictDoNothing()
    .returning({ fate: vote.fate });
  const written = await readVote(db, found);
  if (result.length === 1 && written) return written;
  if (written) throw new ArenaError("already-voted", "This battle has its vote; a second one is not counted.");
  const answers = await readAnswers(db, battleId);
  throw new ArenaError(
    "battle-running",
    `Both answers must end before the vote; still running: ${answers.filter(({ status }) => status === "running").length}.`,
  );
}
