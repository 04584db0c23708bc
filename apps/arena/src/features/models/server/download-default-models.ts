import type { LocalModel as Contestant } from "@llmlist/inference";
import { defaultModels, isPresent, type ModelArtifact, pullArtifact } from "@llmlist/inference/models";
import type { DownloadState } from "../contract";

/** Brings the starter models while the arena serves. */
export interface ModelDownload {
  state(): DownloadState;
  /** Ends it; a download that can be gone on with stays. */
  close(): Promise<void>;
}

interface DownloadOptions {
  readonly folder: string;
  /** Lets a model play whose file is there now. */
  readonly join: (contestant: Contestant) => Promise<void>;
  /** For the operator's console. */
  readonly say: (sentence: string) => void;
  readonly artifacts?: readonly ModelArtifact[];
  readonly pull?: typeof pullArtifact;
}

const STEP_PERCENT = 10;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

/** Begins at once. Without a connection it says so, and the arena goes on with the contestants that it has. */
export function downloadDefaultModels(options: DownloadOptions): ModelDownload {
  const { folder, join, say, artifacts = defaultModels, pull = pullArtifact } = options;
  const abort = new AbortController();
  let state: DownloadState = { state: "settled" };

  const run = async () => {
    const missing: ModelArtifact[] = [];
    for (const artifact of artifacts) if (!(await isPresent(artifact, folder))) missing.push(artifact);
    if (missing.length === 0) return;
    const totalBytes = missing.reduce((sum, { bytes }) => sum + bytes, 0);
    let before = 0;
    let said = 0;
    const received = (receivedBytes: number) => {
      state = { state: "pulling", receivedBytes, totalBytes };
      const percent = Math.floor((100 * receivedBytes) / totalBytes);
      if (percent < said + STEP_PERCENT) return;
      said = percent - (percent % STEP_PERCENT);
      say(`the starter models: ${said} % of ${megabytes(totalBytes)}`);
    };
    received(0);
    const described = missing.map(({ name, license }) => `${name} (${license.name}, ${license.url})`);
    say(`bringing the starter models in the background, ${megabytes(totalBytes)}: ${described.join(", ")}`);
    for (const artifact of missing) {
      const onProgress = ({ receivedBytes }: { receivedBytes: number }) => received(before + receivedBytes);
      await join(await pull(artifact, { folder, onProgress, signal: abort.signal }));
      before += artifact.bytes;
      received(before);
      say(`${artifact.name} plays now`);
    }
    state = { state: "settled" };
  };
  const done = run().catch((error: unknown) => {
    if (abort.signal.aborted) return;
    state = { state: "failed" };
    say(
      `the starter models could not be brought; the arena goes on without them.\n${error instanceof Error ? error.message : String(error)}`,
    );
  });

  return {
    state: () => state,
    async close() {
      abort.abort();
      await done;
    },
  };
}
