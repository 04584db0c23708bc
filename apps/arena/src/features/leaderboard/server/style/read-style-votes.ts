import { outcomes, relativeDifference, type VoteColumns } from "@llmlist/elo";
import { sql } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { rowsOf } from "@/server/db/rows-of";

const VOTES_PER_STATEMENT = 20_000;

/** What is compared of two answers; the names of the coefficients. */
const styleFeatures = ["length", "headings", "lists", "bold"] as const;
type Feature = (typeof styleFeatures)[number];

type Row = { id: string; a: string; b: string; outcome: (typeof outcomes)[number] } & Record<`${Feature}A` | `${Feature}B`, number>;

/** Single votes for a fit with covariates. */
export interface StyleVotes {
  readonly columns: VoteColumns;
  /** Features in which at least one pair of answers differs. */
  readonly features: Readonly<Record<string, Float64Array>>;
}

/** The counted votes among these models, each with the style of both answers. Read in parts, so that other statements come between. */
export async function readStyleVotes(db: Pick<Database, "execute">, models: readonly string[]): Promise<StyleVotes> {
  const indices = new Map(models.map((id, index) => [id, index]));
  const columns = { a: [] as number[], b: [] as number[], outcome: [] as number[] };
  const counts = new Map(styleFeatures.map((feature) => [feature, { a: [] as number[], b: [] as number[] }]));
  for await (const row of countedVotes(db)) {
    const [a, b] = [indices.get(row.a), indices.get(row.b)];
    if (a === undefined || b === undefined) continue;
    columns.a.push(a);
    columns.b.push(b);
    columns.outcome.push(outcomes.indexOf(row.outcome));
    for (const [feature, values] of counts) {
      values.a.push(row[`${feature}A`]);
      values.b.push(row[`${feature}B`]);
    }
  }
  const differences = [...counts].map(([feature, { a, b }]) => [feature, relativeDifference(a, b)] as const);
  return {
    columns: { models, a: Int32Array.from(columns.a), b: Int32Array.from(columns.b), outcome: Uint8Array.from(columns.outcome) },
    features: Object.fromEntries(differences.filter(([, values]) => values.some((value) => value !== 0))),
  };
}

async function* countedVotes(db: Pick<Database, "execute">): AsyncGenerator<Row> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows = rowsOf<Row>(
      await db.execute(sql`
        select v.conversation_id as id, a.contestant_id as a, b.contestant_id as b, v.outcome,
          s.length_a as "lengthA", s.length_b as "lengthB", s.headings_a as "headingsA", s.headings_b as "headingsB",
          s.lists_a as "listsA", s.lists_b as "listsB", s.bold_a as "boldA", s.bold_b as "boldB"
        from (select * from vote where conversation_id > ${after} order by conversation_id limit ${VOTES_PER_STATEMENT}) v
        join vote_style s on s.conversation_id = v.conversation_id
        join lateral (
          select decision from vote_review r where r.conversation_id = v.conversation_id order by r.id desc limit 1
        ) judged on judged.decision = 'counted'
        join participant a on a.conversation_id = v.conversation_id and a.slot = 'a'
        join participant b on b.conversation_id = v.conversation_id and b.slot = 'b'
        order by v.conversation_id`),
    );
    yield* rows;
    const last = rowsOf<{ last: string | null }>(
      await db.execute(sql`
        select max(conversation_id::text)::uuid as last
        from (select conversation_id from vote where conversation_id > ${after} order by conversation_id limit ${VOTES_PER_STATEMENT}) v`),
    )[0]?.last;
    if (!last) return;
    after = last;
  }
}
