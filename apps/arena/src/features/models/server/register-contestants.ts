import { eq } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { contestant } from "@/server/db/schema";
import { logError } from "@/server/log";
import type { Contestant } from "./contestant";
import { describeContestant } from "./describe-contestant";

/**
 * Writes contestants to the database and returns those that can run. An id is pinned to its identity: other weights, or another model behind
 * an endpoint, under a known id would mix two models in one rating. Such a contestant is refused, with a sentence.
 */
export async function registerContestants(
  db: Database,
  found: readonly Contestant[],
  onRefused: (sentence: string) => void = (sentence) => logError("contestants", sentence),
): Promise<Contestant[]> {
  const registered: Contestant[] = [];
  for (const one of found) {
    const { id, name, organization, kind, bundled, identity, engine, inputs, weight, bytes, license, quantization } = one;
    const measured = { bytes, license, ...(quantization === null ? {} : { quantization }) };
    const facts = { name, organization, kind, engine, inputs: [...inputs], ...(weight === null ? {} : { weight }), ...measured };
    const [row] = await db
      .insert(contestant)
      .values({ id, bundled, identity, ...facts })
      .onConflictDoUpdate({ target: contestant.id, set: facts, setWhere: eq(contestant.identity, identity) })
      .returning({ parameters: contestant.parameters });
    if (!row) {
      onRefused(refusalOf(one));
      continue;
    }
    registered.push(one);
    if (row.parameters === null) await describeContestant(db, one);
  }
  return registered;
}

function refusalOf({ id, engine }: Contestant): string {
  return engine === "endpoint"
    ? `${id} is known with another endpoint, model or version; give it another id, so that its ratings stay apart.`
    : `${id} is known with other weights; add the new file under another name (models add <file> --name NAME).`;
}
