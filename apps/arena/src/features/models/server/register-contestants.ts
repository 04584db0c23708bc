import type { LocalModel as Contestant } from "@llmlist/inference";
import { eq } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { contestant } from "@/server/db/schema";
import { logError } from "@/server/log";

/**
 * Writes each contestant down, once. An id is pinned to the digest of its file: other weights under a known id would mix two
 * models in one rating, so such a contestant is left out, with a word.
 */
export async function registerContestants(
  db: Database,
  found: readonly Contestant[],
  onRefused: (sentence: string) => void = (sentence) => logError("contestants", sentence),
): Promise<Contestant[]> {
  const playing: Contestant[] = [];
  for (const one of found) {
    const { id, name, organization, kind, bundled = false, sha256 } = one;
    await db
      .insert(contestant)
      .values({ id, name, organization: organization ?? null, kind, isPocketModel: bundled, sha256 })
      .onConflictDoNothing();
    const [known] = await db.select({ sha256: contestant.sha256 }).from(contestant).where(eq(contestant.id, id));
    if (known?.sha256 === sha256) {
      playing.push(one);
    } else {
      onRefused(`${id} is known with other weights; add the new file under another name (models add <file> --name NAME).`);
    }
  }
  return playing;
}
