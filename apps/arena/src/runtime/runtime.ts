import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { type BattleDeps, deleteOldCharges, maskStoredAnswers, readNames } from "@/features/battle/server";
import {
  createLiveTurns,
  createOrphanCheck,
  createStopAnywhere,
  endOrphanedAnswers,
  type LiveTurns,
  type OwnSampling,
  type StopAnywhere,
} from "@/features/conversation/server";
import { createRatingsJob, type RatingsJob } from "@/features/leaderboard/server";
import type { Contestant } from "@/features/models/server";
import type { Database } from "@/server/db/database";
import { type Admission, createAdmission, noAdmission } from "@/server/limits/admission";
import { createProofOfWork, noProof, type RequireProof } from "@/server/limits/proof-of-work";
import { createRequestLimits, type LimitRequests, noRequestLimits } from "@/server/limits/request-limits";
import { logError } from "@/server/log";
import { processWide } from "@/server/process-wide";
import { secureRandom } from "@/server/random";
import type { Limits } from "../../limits.mjs";
import { readSettings } from "../../settings.mjs";
import { loadOrCreateSecret, openDatabase } from "./open-database";
import { type OpenModels, openModels } from "./open-models";
import { seedDemoVotes } from "./seed-demo-votes";

/** What a running arena consists of: one of each in the process. */
export interface Runtime extends Omit<OpenModels, "close" | "refresh"> {
  readonly db: Database;
  readonly battles: BattleDeps;
  readonly live: LiveTurns;
  readonly stopTurn: StopAnywhere;
  readonly ratings: RatingsJob;
  readonly sessionSecret: string;
  /** Where people on the internet reach the arena; null: nowhere. */
  readonly publicUrl: string | null;
  /** Where the embedded database lies; null where PostgreSQL is elsewhere. */
  readonly databaseFolder: string | null;
  readonly limitRequests: LimitRequests;
  readonly admission: Admission;
  readonly requireProof: RequireProof;
  /** What one session, one address and all together may do; null: anything. */
  readonly limits: Limits | null;
}

const ORPHAN_CHECK_MS = 5_000;
const CHARGE_CHECK_MS = 600_000;

async function open(): Promise<Runtime> {
  const settings = readSettings(process.env, resolve(process.cwd(), "../.."));
  const { db, messages, close: closeDatabase } = await openDatabase(settings);
  const leaseHolder = randomUUID();
  // The embedded database has one process, so whatever runs when it opens was left behind by a process that is gone.
  if (settings.databaseUrl === null) await endOrphanedAnswers(db, { leaseHolder, all: true });
  const ratings = createRatingsJob({ db, onError: (error) => logError("ratings", error) });
  const models = await openModels(db, settings, { onChanged: () => ratings.request() });
  const { engine, contestants } = models;
  await maskStoredAnswers(db, await readNames(db));
  const battles = { db, engine, settings: settings.battle, leaseHolder, random: secureRandom };
  if (settings.engine === "scripted") await seedDemoVotes(battles, [...contestants.keys()]);
  ratings.request();
  const live = createLiveTurns({ db, engine, leaseHolder, samplingOf: (id) => ownSampling(contestants.get(id)) });
  const stopTurn = await createStopAnywhere({ live, messages });
  const endOrphans = createOrphanCheck({ db, leaseHolder });
  const orphanCheck = setInterval(() => {
    endOrphans().catch((error: unknown) => logError("orphaned answers", error));
  }, ORPHAN_CHECK_MS);
  orphanCheck.unref();
  const chargeCheck = setInterval(() => {
    deleteOldCharges(db).catch((error: unknown) => logError("old vote charges", error));
  }, CHARGE_CHECK_MS);
  chargeCheck.unref();

  Reflect.set(globalThis, Symbol.for("llmlist.close"), async () => {
    clearInterval(orphanCheck);
    clearInterval(chargeCheck);
    await live.close();
    await models.close();
    await ratings.close();
    await closeDatabase();
  });
  const databaseFolder = settings.databaseUrl === null ? settings.dataFolder : null;
  const { limits } = settings;
  const limitRequests = limits ? createRequestLimits(db, limits) : noRequestLimits;
  const sessionSecret = loadOrCreateSecret(settings);
  // Only where the internet votes: a colleague or a first try needs no proof.
  const isPublic = settings.publicUrl !== null && limits !== null;
  const requireProof = isPublic ? createProofOfWork({ db, secret: sessionSecret, limits }) : noProof;
  const admission = limits ? createAdmission(limits) : noAdmission;
  return {
    ...models,
    db,
    battles,
    live,
    stopTurn,
    ratings,
    limits,
    limitRequests,
    admission,
    requireProof,
    sessionSecret,
    publicUrl: settings.publicUrl,
    databaseFolder,
  };
}

/** What the configuration gives a contestant of its own. */
function ownSampling(contestant: Contestant | undefined): OwnSampling {
  const { sampling = {}, systemPrompt } = contestant ?? {};
  const values = Object.entries(sampling).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(values), ...(systemPrompt === undefined ? {} : { systemPrompt }) };
}

/** The runtime of this process, opened at the first call. */
export function runtime(): Promise<Runtime> {
  return processWide("runtime", open);
}
