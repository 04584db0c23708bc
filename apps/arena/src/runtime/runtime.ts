import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type LocalModel as Contestant, createWorkerPool, type Engine, machineEnergy } from "@llmlist/inference";
import { defaultModels, listLocalModels, localModelOf, modelsFolder } from "@llmlist/inference/models";
import { abortOrphans, createLiveBattles, type LiveBattles } from "@/features/battle/server";
import { downloadDefaultModels, type DownloadState, registerContestants } from "@/features/models/server";
import { createRatingsJob, type RatingsJob } from "@/features/leaderboard/server";
import { readSettings, type Settings } from "../../settings.mjs";
import { type Database, openPglite, openPostgres } from "@/server/db/database";
import { lockFolder } from "@/server/db/folder-lock";
import { logError } from "@/server/log";
import { processWide } from "@/server/process-wide";
import { createDevelopmentEngine, scriptedContestants } from "./scripted-engine";
import { seedDemoVotes } from "./seed-demo-votes";

/** What a running arena holds: one of each in the process. */
export interface Runtime {
  readonly db: Database;
  readonly engine: Engine;
  /** Those that play, by id; starter models join it when their files are there. */
  readonly contestants: ReadonlyMap<string, Contestant>;
  readonly starter: () => DownloadState;
  readonly live: LiveBattles;
  readonly ratings: RatingsJob;
  readonly sessionSecret: string;
}

const ORPHAN_CHECK_MS = 5_000;
const SEQUENCES_PER_MODEL = 4;
const CONTEXT_TOKENS = 4096;

function keptSecret(folder: string): string {
  const file = join(folder, "session-secret");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600, flag: "wx" });
  return readFileSync(file, "utf8").trim();
}

/** Of the pocket models those that the operator wants: by default the best file of each size. */
function playing(found: readonly Contestant[], { pocketModels }: Settings): Contestant[] {
  const isWanted = ({ bundled, quantization }: Contestant) =>
    !bundled || pocketModels === "all" || (pocketModels === "sizes" && quantization === "Q8_0");
  return found.filter(isWanted);
}

async function open(): Promise<Runtime> {
  const settings = readSettings(process.env, resolve(process.cwd(), "../.."));
  mkdirSync(settings.dataFolder, { recursive: true });
  const unlock = settings.databaseUrl === null ? lockFolder(settings.dataFolder) : () => {};
  const { db, close: closeDatabase } =
    settings.databaseUrl === null ? await openPglite(join(settings.dataFolder, "pglite")) : await openPostgres(settings.databaseUrl);
  // The embedded database has one process, so whatever runs when it opens was left behind by a process that is gone.
  await abortOrphans(db, { olderThanMs: settings.databaseUrl === null ? 0 : undefined });

  const folder = modelsFolder();
  const isScripted = settings.engine === "scripted";
  const found = isScripted ? scriptedContestants : playing(await listLocalModels(folder), settings);
  const contestants = await registerContestants(db, found);
  const engine = isScripted
    ? createDevelopmentEngine(SEQUENCES_PER_MODEL)
    : createWorkerPool({ models: contestants, sequences: SEQUENCES_PER_MODEL, contextTokens: CONTEXT_TOKENS, energy: machineEnergy() });
  if (isScripted)
    await seedDemoVotes(
      db,
      contestants.map(({ id }) => id),
    );
  const byId = new Map(contestants.map((contestant) => [contestant.id, contestant]));
  // Names are taken out of answers from the start, those of models on the way too.
  const coming = settings.pullsStarter ? defaultModels.map((artifact) => localModelOf(artifact, folder)) : [];
  const live = createLiveBattles({ db, engine, contestants: new Map([...coming.map((one) => [one.id, one] as const), ...byId]) });
  const ratings = createRatingsJob({ db, onError: (error) => logError("ratings", error) });
  ratings.request();
  const orphanCheck = setInterval(() => {
    abortOrphans(db).catch((error: unknown) => logError("orphans", error));
  }, ORPHAN_CHECK_MS);
  orphanCheck.unref();

  const starter = downloadDefaultModels({
    folder,
    artifacts: settings.pullsStarter ? defaultModels : [],
    join: async (found) => {
      for (const contestant of await registerContestants(db, [found])) {
        engine.add(contestant);
        byId.set(contestant.id, contestant);
      }
      ratings.request();
    },
    say: (sentence) => console.log(`llmlist: ${sentence}`), // oxlint-disable-line no-console -- the operator's console
  });

  Reflect.set(globalThis, Symbol.for("llmlist.close"), async () => {
    clearInterval(orphanCheck);
    await starter.close();
    await live.close();
    await engine.close();
    await ratings.close();
    await closeDatabase();
    unlock();
  });
  const sessionSecret = settings.sessionSecret ?? keptSecret(settings.dataFolder);
  return { db, engine, contestants: byId, starter: starter.state, live, ratings, sessionSecret };
}

/** The runtime of this process, opened at the first call. */
export function runtime(): Promise<Runtime> {
  return processWide("runtime", open);
}
