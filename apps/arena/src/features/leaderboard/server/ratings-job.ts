import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "@/server/db/database";
import { writeStyleSnapshots } from "./style/write-style-snapshot";
import { writeSnapshot } from "./write-snapshot";

const QUIET_MS = 250;
const OTHER_PROCESS_CHECK_MS = 5_000;

/** Keeps the newest snapshot fresh; runs at most once at a time in this process, and in the cluster by a lock. */
export interface RatingsJob {
  /** Asks for a snapshot soon; many requests become one. */
  request(): void;
  close(): Promise<void>;
}

export function createRatingsJob({ db, onError }: { db: Database; onError: (error: unknown) => void }): RatingsJob {
  let wanted = false;
  let running: Promise<void> | null = null;
  const run = async () => {
    while (wanted) {
      await delay(QUIET_MS);
      wanted = false;
      await writeSnapshot(db)
        .then(() => writeStyleSnapshots(db))
        .catch(onError);
    }
    running = null;
  };
  const request = () => {
    wanted = true;
    running ??= run();
  };
  // Votes that another process took.
  const timer = setInterval(request, OTHER_PROCESS_CHECK_MS);
  timer.unref();
  return {
    request,
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
