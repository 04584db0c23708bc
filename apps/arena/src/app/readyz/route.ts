import { sql } from "drizzle-orm";
import { requireTwoContestants } from "@/features/models/server";
import { runtime } from "@/runtime";
import { ArenaError } from "@/server/http/problem";

const DATABASE_WITHIN_MS = 1_000;

type Arena = Awaited<ReturnType<typeof runtime>>;

/** One thing that is looked at. Where it is required and not ok, no battle can start. */
interface Check {
  readonly ok: boolean;
  readonly required: boolean;
  readonly reason?: string;
}

async function checkDatabase({ db }: Arena): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, DATABASE_WITHIN_MS, new Error("no answer in time"));
  });
  try {
    await Promise.race([db.execute(sql`select 1`), late]);
    return { ok: true, required: true };
  } catch {
    // The error may name the host and the user of the database; the request that needs it next logs it.
    return { ok: false, required: true, reason: `The database did not answer within ${DATABASE_WITHIN_MS} ms.` };
  } finally {
    clearTimeout(timer);
  }
}

function checkModels({ drawable }: Arena): Check {
  try {
    requireTwoContestants(drawable());
    return { ok: true, required: true };
  } catch (error) {
    if (error instanceof ArenaError) return { ok: false, required: true, reason: error.message };
    throw error;
  }
}

function checkConfig({ configProblem }: Arena): Check {
  if (configProblem() === null) return { ok: true, required: false };
  return {
    ok: false,
    required: false,
    reason: "The configuration has mistakes, which the server log lists. The last one without mistakes is in use.",
  };
}

/** Whether a battle can start, with everything that was checked. */
export async function GET(): Promise<Response> {
  const arena = await runtime();
  const checks = { database: await checkDatabase(arena), models: checkModels(arena), config: checkConfig(arena) };
  const failed = Object.values(checks).find(({ ok, required }) => required && !ok);
  return Response.json(
    { ready: failed === undefined, ...(failed ? { reason: failed.reason } : {}), checks },
    { status: failed ? 503 : 200, headers: { "cache-control": "no-store" } },
  );
}
