import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchChromium } from "../../../../test/chromium";
import { startPostgres } from "../postgres";
import { type ArenaProcess, startArena } from "./arena-process";

/** The databases that an arena runs on. */
export const databaseKinds = ["PGlite", "PostgreSQL"] as const;

/** An arena and a browser, which the tests of a suite share. */
export interface ArenaSuite {
  readonly arena: ArenaProcess;
  readonly browser: Browser;
  /** A folder that is gone after the suite. */
  readonly folder: string;
  /** Starts the arena again after it has ended, with the same database and settings. */
  restart(settings?: Readonly<Record<string, string>>): Promise<void>;
}

/**
 * Starts an arena on a database, and a browser, before the tests of the surrounding suite, and ends them after its last.
 *
 * @param prepare Settings of the arena; called once, with the folder of the suite.
 */
export function arenaSuite(
  kind: (typeof databaseKinds)[number],
  prepare: (folder: string) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>,
): ArenaSuite {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-e2e-"));
  let environment: Record<string, string> = {};
  let arena: ArenaProcess | null = null;
  let browser: Browser | null = null;
  // A start that is still under way when the hook has timed out is ended too.
  let starting: Promise<ArenaProcess> | null = null;
  const start = async (settings: Readonly<Record<string, string>>) => {
    starting = startArena({ ...environment, ...settings });
    arena = await starting;
  };
  let stopDatabase = async () => {};
  beforeAll(async () => {
    environment = { LLMLIST_DATA: join(folder, "data"), ...(await prepare(folder)) };
    if (kind === "PostgreSQL") {
      const server = await startPostgres();
      environment.DATABASE_URL = server.url;
      stopDatabase = server.stop;
    }
    browser = await launchChromium();
    await start({});
  });
  afterAll(async () => {
    await browser?.close();
    const last = await starting?.catch(() => null);
    await last?.stop();
    await stopDatabase();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    get arena() {
      return started(arena);
    },
    get browser() {
      return started(browser);
    },
    folder,
    restart: (settings = {}) => start(settings),
  };
}

function started<Part>(part: Part | null): Part {
  if (part === null) throw new Error("The arena of this suite has not been started.");
  return part;
}
