import type { LocalModel as Contestant } from "@llmlist/inference";
import { eq } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { contestant } from "@/server/db/schema";
import { logError } from "@/server/log";

/**
 * Writes each contestant down, once. An id is pinned to the digest of its file: other weights under a known id would mix two
 * models in one rating, so such a contestant is refused, with a sentence.
 */
export async function registerContestants(
  db: Database,
  found: readonly Contestant[],
  onRefused: (sentence: string) => void = (sentence) => logError("contestants", sentence),
): Promise<Contestant[]> {
  const registered: Contestant[] = [];
  for (const one of found) {
    const { id, name, organization, kind, bundled = false, sha256 } = one;
    await db
      .insert(contestant)
      .values({ id, name, organization: organization ?? null, kind, bundled, identity: `sha256:${sha256}` })
      .onConflictDoNothing();
    const [known] = await db.select({ identity: contestant.identity }).from(contestant).where(eq(contestant.id, id));
    if (known?.identity === `sha256:${sha256}`) {
      registered.push(one);
    } else {
      onRefused(`${id} is known with other weights; add the new file under another name (models add <file> --name NAME).`);
    }
  }
  return registered;
}
