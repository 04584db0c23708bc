import { benjaminiHochberg, columnsFromVotes, EloError, testVoters } from "@llmlist/elo";
import { sql } from "drizzle-orm";
import type { Fate } from "@/domain/fate";
import type { Outcome } from "@/domain/outcome";
import { advisoryLocks } from "@/server/db/advisory-locks";
import type { Database } from "@/server/db/database";
import { rowsOf } from "@/server/db/rows-of";
import { voteReview } from "@/server/db/schema";

const rule = { rule: "voter-test", version: 1 } as const;
const REASON = "unlike-others" satisfies Fate;
/** Of the voters whose votes are taken out, at most this share is honest on average. */
const FALSE_DISCOVERY_RATE = 0.01;
/** Fewer say too little of what others think. */
const VOTES_MIN = 200;

interface JudgedVote {
  readonly id: string;
  readonly voter: string;
  readonly a: string;
  readonly b: string;
  readonly outcome: Outcome;
  readonly isOut: boolean;
}

/**
 * Tests the votes of each session against those of all others, and takes those of an outlier out by a further review. The verdict depends
 * on all votes, so it can change: votes of a session that is no outlier any more are counted again. At most one process does so at a time.
 *
 * @returns How many votes changed their fate.
 */
export async function reviewVoters(db: Database): Promise<number> {
  return db.transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${advisoryLocks.voterReview})`);
    const votes = rowsOf<JudgedVote>(
      await transaction.execute(sql`
        select v.conversation_id as id, c.session_id as voter, a.contestant_id as a, b.contestant_id as b, v.outcome,
          j.decision <> 'counted' as "isOut"
        from vote v
        join judged_vote j on j.conversation_id = v.conversation_id and (j.decision = 'counted' or j.reason = ${REASON})
        join conversation c on c.id = v.conversation_id
        join participant a on a.conversation_id = v.conversation_id and a.slot = 'a'
        join participant b on b.conversation_id = v.conversation_id and b.slot = 'b'
        order by v.created_at, v.conversation_id`),
    );
    const outliers = findOutliers(votes);
    if (outliers === null) return 0;
    const changed = votes.filter(({ voter, isOut }) => outliers.has(voter) !== isOut);
    if (changed.length > 0) {
      await transaction.insert(voteReview).values(
        changed.map(({ id, isOut }) => {
          const review = isOut ? { decision: "counted" as const, reason: null } : { decision: "not-counted" as const, reason: REASON };
          return { conversationId: id, ...review, ...rule };
        }),
      );
    }
    return changed.length;
  });
}

/** The voters whose votes differ from all others' by more than chance and taste explain; null where too few votes say so. */
function findOutliers(votes: readonly JudgedVote[]): ReadonlySet<string> | null {
  if (votes.length < VOTES_MIN) return null;
  const numbers = new Map<string, number>();
  const voters = Int32Array.from(votes, ({ voter }) => {
    const known = numbers.get(voter) ?? numbers.size;
    numbers.set(voter, known);
    return known;
  });
  try {
    const tests = testVoters(columnsFromVotes(votes), voters);
    const rejected = benjaminiHochberg(
      tests.map(({ p }) => p),
      FALSE_DISCOVERY_RATE,
    );
    const names = [...numbers.keys()];
    return new Set(tests.flatMap(({ voter }, index) => (rejected[index] ? [names[voter] ?? ""] : [])));
  } catch (error) {
    // Votes that no finite ratings fit have no consensus to test against.
    if (EloError.isInstance(error) && error.code === "no-maximum") return null;
    throw error;
  }
}
