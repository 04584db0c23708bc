import type { Database } from "@/server/db/database";
import type { Contestant, RunnableContestant } from "./contestant";
import { registerContestants } from "./register-contestants";

/** The contestants that this process runs. */
export interface ContestantRegistry {
  /** By id. */
  readonly contestants: ReadonlyMap<string, Contestant>;
  /** Starts what is new and stops what is gone; what is unchanged goes on answering. */
  apply(wanted: readonly RunnableContestant[]): Promise<void>;
}

interface RegistryDeps {
  readonly db: Database;
  readonly start: (runnable: RunnableContestant) => void;
  /** Resolves when the answers that run have ended. */
  readonly stop: (contestant: Contestant) => Promise<void>;
  readonly onRefused: (sentence: string) => void;
  /** Whether a model has been given up: it is tried again when files change, since its own may be back. */
  readonly hasFailed: (id: string) => boolean;
}

/** @param running What the engines run already. */
export function createContestantRegistry(
  { db, start, stop, onRefused, hasFailed }: RegistryDeps,
  running: readonly RunnableContestant[] = [],
): ContestantRegistry {
  const current = new Map(running.map((runnable) => [runnable.contestant.id, runnable]));
  const contestants = new Map(running.map(({ contestant }) => [contestant.id, contestant]));
  const draining = new Map<string, Promise<void>>();
  const remove = (runnable: RunnableContestant) => {
    const { id } = runnable.contestant;
    current.delete(id);
    contestants.delete(id);
    const done = stop(runnable.contestant).finally(() => draining.delete(id));
    draining.set(id, done);
    return done;
  };
  const startOne = (runnable: RunnableContestant) => {
    try {
      start(runnable);
    } catch (error) {
      onRefused(`${runnable.contestant.id} cannot be started: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    current.set(runnable.contestant.id, runnable);
    contestants.set(runnable.contestant.id, runnable.contestant);
  };
  return {
    contestants,
    async apply(wanted) {
      const accepted = new Set(
        await registerContestants(
          db,
          wanted.map(({ contestant }) => contestant),
          onRefused,
        ),
      );
      const next = new Map(
        wanted.filter(({ contestant }) => accepted.has(contestant)).map((runnable) => [runnable.contestant.id, runnable]),
      );
      const goesOn = (runnable: RunnableContestant) =>
        runsAs(runnable, next.get(runnable.contestant.id)) && !hasFailed(runnable.contestant.id);
      const stopping = [...current.values()].filter((runnable) => !goesOn(runnable)).map(remove);
      for (const [id, runnable] of next) {
        if (current.has(id)) {
          current.set(id, runnable);
          contestants.set(id, runnable.contestant);
        } else {
          // An engine takes an id again only when the model that had it has ended.
          await draining.get(id);
          startOne(runnable);
        }
      }
      await Promise.all(stopping);
    },
  };
}

/** Whether a contestant goes on as it runs now. Weight, name and sampling change without a restart. */
const runsAs = (running: RunnableContestant, wanted: RunnableContestant | undefined) =>
  wanted !== undefined && JSON.stringify(wanted.run) === JSON.stringify(running.run);
