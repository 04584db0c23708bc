import { statfs } from "node:fs/promises";
import { requireTwoContestants } from "@/features/models/server";
import { runtime } from "@/runtime";
import { DATABASE_WITHIN_MS, databaseAnswers } from "@/server/db/database-answers";
import { isDatabaseFull } from "@/server/db/database-health";
import { ArenaError } from "@/server/http/problem";

type Arena = Awaited<ReturnType<typeof runtime>>;

/** One thing that is looked at. Where it is required and not ok, no battle can start. */
interface Check {
  readonly ok: boolean;
  readonly required: boolean;
  readonly reason?: string;
}

/** Below this a write may fail, and the embedded database cannot write down its own recovery. */
const LEAST_FREE_BYTES = 32 * 2 ** 20;

async function checkDatabase({ db, databaseFolder }: Arena): Promise<Check> {
  // The error of a query may name the host and the user of the database; the request that needs it next logs it.
  const refuse = (reason: string) => ({ ok: false, required: true, reason });
  if (!(await databaseAnswers(db))) return refuse(`The database did not answer within ${DATABASE_WITHIN_MS} ms.`);
  if (isDatabaseFull()) return refuse("The disk of the database is full.");
  if (databaseFolder !== null) {
    const { bavail, bsize } = await statfs(databaseFolder);
    if (bavail * bsize < LEAST_FREE_BYTES)
      return refuse(`The disk of the data folder has less than ${LEAST_FREE_BYTES / 2 ** 20} MiB left.`);
  }
  return { ok: true, required: true };
}

function checkModels({ drawable }: Arena): Check {
  try {
    requireTwoContestants(drawable());
    return { ok: true, required: true };
  } catch (error) {
    if (ArenaError.isInstance(error)) return { ok: false, required: true, reason: error.message };
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
