import { performance } from "node:perf_hooks";
import type { Engine } from "@llmlist/inference";
import { defaultMemoryBytes, defaultModels, modelsFolder } from "@llmlist/inference/models";
import {
  type BundledModels,
  type Contestant,
  contestantOfFile,
  type ContestantRegistry,
  createContestantRegistry,
  createStateTracker,
  downloadDefaultModels,
  type DownloadState,
  drawableContestants,
  type DrawableContestants,
  registerContestants,
  type RunnableContestant,
  type StateTracker,
} from "@/features/models/server";
import type { Database } from "@/server/db/database";
import type { Settings } from "../../settings.mjs";
import { createContestantFinder, describeFindError } from "./find-contestants";
import { fixedEngine, openEngines, type OpenEngines } from "./open-engines";
import { createDevelopmentEngine, scriptedContestants } from "./scripted-engine";

const TICK_MS = 1_000;

/** The models of this process: what answers, who it is, and how far the downloads are. */
export interface OpenModels {
  readonly engine: Engine;
  /** By id; they change while the arena serves. */
  readonly contestants: ReadonlyMap<string, Contestant>;
  readonly states: StateTracker;
  /** The contestants that battles are drawn from now. */
  drawable(): DrawableContestants;
  download(): DownloadState;
  /** Why the configuration file is not in use as it is now; null where it is. */
  configProblem(): string | null;
  /** Reads configuration and folder again, if they changed. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** What is not a setting, so that tests may choose it. */
export interface OpenModelsOptions {
  readonly onChanged: () => void;
  readonly environment?: NodeJS.ProcessEnv;
  readonly log?: (sentence: string) => void;
  readonly now?: () => number;
  /** Milliseconds between two looks at states and files. */
  readonly tickMs?: number;
}

interface OpenContext {
  readonly db: Database;
  readonly settings: Settings;
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: (sentence: string) => void;
}

/**
 * Registers and starts the models that are there, watches for changes, and downloads the default ones.
 *
 * @throws ConfigError for a configuration file with mistakes.
 */
export async function openModels(db: Database, settings: Settings, options: OpenModelsOptions): Promise<OpenModels> {
  const { onChanged, environment = process.env, now = () => performance.now(), tickMs = TICK_MS } = options;
  const log = options.log ?? ((sentence) => console.log(`llmlist: ${sentence}`)); // oxlint-disable-line no-console -- the operator's console
  const folder = modelsFolder(environment);
  const context = { db, settings, folder, environment, log };
  const opened = settings.engine === "scripted" ? await openScripted(context) : await openFound(context);
  const { engines, registry, bundledModels } = opened;
  const states = createStateTracker(now);
  let refreshing = Promise.resolve();
  const refresh = () =>
    (refreshing = refreshing.then(async () => {
      if (!(await opened.refresh())) return;
      onChanged();
    }));
  const tick = () => {
    states.update(engines.engine.states());
    refresh().catch((error: unknown) => log(`looking for models failed: ${String(error)}`));
  };
  const download = startDownloads(context, refresh);
  states.update(engines.engine.states());
  const timer = setInterval(tick, tickMs);
  timer.unref();
  return {
    engine: engines.engine,
    contestants: registry.contestants,
    states,
    drawable: () => drawableOf(engines.engine, registry.contestants, states, bundledModels()),
    download: download.state,
    configProblem: opened.configProblem,
    refresh,
    async close() {
      clearInterval(timer);
      await download.close();
      await engines.engine.close();
    },
  };
}

interface OpenContestants {
  readonly engines: OpenEngines;
  readonly registry: ContestantRegistry;
  readonly bundledModels: () => BundledModels;
  readonly configProblem: () => string | null;
  /** Whether something changed. */
  refresh(): Promise<boolean>;
}

async function openScripted({ db, log }: OpenContext): Promise<OpenContestants> {
  const runnables = scriptedContestants.map((model): RunnableContestant => ({
    contestant: contestantOfFile(model, { isRequested: false }),
    run: { engine: "worker", model },
  }));
  await registerContestants(
    db,
    runnables.map((one) => one.contestant),
    log,
  );
  const engines = fixedEngine(createDevelopmentEngine);
  const stop = async () => {};
  const registry = createContestantRegistry({ db, start: engines.start, stop, onRefused: log, hasFailed: () => false }, runnables);
  return { engines, registry, bundledModels: () => "never", configProblem: () => null, refresh: async () => false };
}

async function openFound({ db, settings, folder, environment, log }: OpenContext): Promise<OpenContestants> {
  const finder = createContestantFinder({ settings, folder, environment });
  const found = await finder.find();
  if (!found) throw new Error("The first look at the models found nothing to read.");
  let { bundledModels } = found;
  let problem: string | null = null;
  const accepted = new Set(
    await registerContestants(
      db,
      found.runnables.map((one) => one.contestant),
      log,
    ),
  );
  const first = found.runnables.filter((one) => accepted.has(one.contestant));
  // The pool shares its threads out among the files that it begins with.
  const files = first.flatMap(({ run }) => (run.engine === "worker" ? [run.model] : []));
  const engines = openEngines(files);
  const stop = ({ id, engine }: Contestant) => engines.stop(id, engine);
  const running = first.filter(({ run }) => run.engine === "worker");
  const hasFailed = (id: string) => engines.engine.states().get(id) === "failed";
  const registry = createContestantRegistry({ db, start: engines.start, stop, onRefused: log, hasFailed }, running);
  await registry.apply(first);
  return {
    engines,
    registry,
    bundledModels: () => bundledModels,
    configProblem: () => problem,
    async refresh() {
      try {
        const changed = await finder.find();
        if (!changed) return false;
        await registry.apply(changed.runnables);
        ({ bundledModels } = changed);
        if (problem !== null) log(`${settings.config.file} and the models are in use as they are now`);
        problem = null;
        return true;
      } catch (error) {
        finder.lookAgain();
        const found = describeFindError(error, settings.config.file);
        if (found !== problem) log(`${found}\nThe contestants stay as they were.`);
        problem = found;
        return false;
      }
    },
  };
}

function startDownloads({ settings, folder, environment, log }: OpenContext, onDownloaded: () => Promise<void>) {
  const artifacts = settings.defaultModels.wanted ? defaultModels : [];
  const { maxBytes } = settings.defaultModels;
  return downloadDefaultModels({ folder, artifacts, maxBytes, maxMemoryBytes: defaultMemoryBytes(), environment, onDownloaded, log });
}

function drawableOf(
  engine: Engine,
  contestants: ReadonlyMap<string, Contestant>,
  tracker: StateTracker,
  bundledModels: BundledModels,
): DrawableContestants {
  const states = engine.states();
  tracker.update(states);
  const weighted = [...contestants.values()].filter(({ weight }) => weight !== 0);
  const all = weighted.map(({ id, kind, bundled, isRequested }) => ({
    id,
    kind,
    bundled,
    isRequested,
    isReady: states.get(id) === "ready",
    readyForMs: tracker.readyForMs(id),
  }));
  return { ids: drawableContestants(all, bundledModels), loading: [...states.values()].filter((state) => state === "starting").length };
}
