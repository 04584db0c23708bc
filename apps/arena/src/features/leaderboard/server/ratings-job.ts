import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "@/server/db/database";
import { deleteOldSnapshots } from "./delete-old-snapshots";
import { readReviewsMark } from "./newest-reviews";
import { reviewVoters } from "./review-voters";
import { writeStyleSnapshots } from "./style/write-style-snapshot";
import { writeSnapshot } from "./write-snapshot";

const QUIET_MS = 250;
/** Counting and rating take at most a tenth of the time, however many votes there are. */
const REST_PER_WORK = 9;
const OTHER_PROCESS_CHECK_MS = 5_000;
const VOTER_REVIEW_MS = 3_600_000;

/** Keeps the newest snapshot fresh; runs at most once at a time in this process, and in the cluster by a lock. */
export interface RatingsJob {
  /** Asks for a snapshot soon; many requests become one. */
  request(): void;
  close(): Promise<void>;
}

export function createRatingsJob({ db, onError }: { db: Database; onError: (error: unknown) => void }): RatingsJob {
  const closed = new AbortController();
  let wanted = false;
  let running: Promise<void> | null = null;
  let workMs = 0;
  const run = async () => {
    while (wanted) {
      await delay(Math.max(QUIET_MS, REST_PER_WORK * workMs), undefined, { signal: closed.signal }).catch(() => {});
      wanted = false;
      const begun = performance.now();
      await writeSnapshot(db)
        .then(() => writeStyleSnapshots(db))
        .then(() => deleteOldSnapshots(db))
        .catch(onError);
      workMs = performance.now() - begun;
    }
    running = null;
  };
  const request = () => {
    wanted = true;
    running ??= run();
  };
  // Votes that another process took; all votes are counted only where there is a new review.
  let mark: string | null = null;
  const lookAtOthers = async () => {
    const newest = await readReviewsMark(db);
    if (newest !== mark) request();
    mark = newest;
  };
  const timer = setInterval(() => void lookAtOthers().catch(onError), OTHER_PROCESS_CHECK_MS);
  timer.unref();
  const reviews = setInterval(() => {
    void reviewVoters(db)
      .then((changed) => changed > 0 && request())
      .catch(onError);
  }, VOTER_REVIEW_MS);
  reviews.unref();
  return {
    request,
    async close() {
      clearInterval(timer);
      clearInterval(reviews);
      closed.abort();
      await running;
    },
  };
}
