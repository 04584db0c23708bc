import { sql } from "drizzle-orm";
import { ArenaError } from "@/server/http/problem";
import { requireTwoContestants } from "@/features/models/server";
import { runtime } from "@/runtime";

const DATABASE_WITHIN_MS = 1_000;

async function reasonNotReady(): Promise<string | null> {
  const held = await runtime();
  try {
    await Promise.race([
      held.db.execute(sql`select 1`),
      new Promise((_, reject) => setTimeout(reject, DATABASE_WITHIN_MS, new Error("no answer within a second")).unref()),
    ]);
  } catch {
    return "The database does not answer.";
  }
  try {
    requireTwoContestants(held.engine);
    return null;
  } catch (error) {
    if (error instanceof ArenaError) return error.message;
    throw error;
  }
}

/** A battle can be fought. */
export async function GET(): Promise<Response> {
  const reason = await reasonNotReady();
  return Response.json(reason === null ? { ready: true } : { ready: false, reason }, {
    status: reason === null ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
