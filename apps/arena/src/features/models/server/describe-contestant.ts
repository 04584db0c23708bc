import { ModelFileError, readGguf } from "@llmlist/inference/models";
import { eq } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { contestant } from "@/server/db/schema";
import type { Contestant } from "./contestant";

/** Writes what the header of a contestant's file says of it. Once is enough, since the id is pinned to the file's digest. */
export async function describeContestant(db: Pick<Database, "update">, { id, engine, path, quantization }: Contestant): Promise<void> {
  if (engine === "endpoint" || path === "") return;
  const header = await readHeader(path);
  if (header === null) return;
  const facts = { parameters: header.parameters, quantization: quantization ?? header.quantization };
  await db.update(contestant).set(facts).where(eq(contestant.id, id));
}

/** Null for a file that cannot be read: the engine that is to load it says why. */
async function readHeader(path: string) {
  try {
    return await readGguf(path);
  } catch (error) {
    if (ModelFileError.isInstance(error)) return null;
    throw error;
  }
}
