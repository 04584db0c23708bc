import {
  hubAnswers as askHub,
  isPresent,
  localCopyIn,
  type ModelArtifact,
  planDownloads,
  pullArtifact,
  type PullOptions,
} from "@llmlist/inference/models";
import type { DownloadState } from "../contract";

/** Downloads the default models while the arena serves. */
export interface ModelDownload {
  state(): DownloadState;
  /** Resolves when all are here, or nothing more can be done. */
  readonly done: Promise<void>;
  /** Ends it; a download that can be resumed stays. */
  close(): Promise<void>;
}

interface DownloadOptions {
  readonly folder: string;
  /** What is chosen from. */
  readonly artifacts: readonly ModelArtifact[];
  readonly maxBytes: number;
  readonly maxMemoryBytes: number;
  /** Called when a file is there. */
  readonly onDownloaded: () => Promise<void>;
  /** For the operator's console. */
  readonly log: (sentence: string) => void;
  readonly environment: NodeJS.ProcessEnv;
  readonly pull?: (artifact: ModelArtifact, options: PullOptions) => Promise<unknown>;
  readonly hubAnswers?: typeof askHub;
}

const STEP_PERCENT = 10;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
const done: DownloadState = { state: "done", receivedBytes: 0, totalBytes: 0, models: [] };

/** Begins at once. Without a connection it logs so, and the arena goes on with the contestants that it has. */
export function downloadDefaultModels(options: DownloadOptions): ModelDownload {
  const abort = new AbortController();
  let state = done;
  const setState = (next: DownloadState) => void (state = next);
  const running = downloadAll(options, abort.signal, setState).catch((error: unknown) => {
    if (abort.signal.aborted) return;
    setState({ ...state, state: "failed" });
    const reason = error instanceof Error ? error.message : String(error);
    options.log(`the default models could not be downloaded; the arena goes on without them.\n${reason}`);
  });
  return {
    state: () => state,
    done: running,
    async close() {
      abort.abort();
      await running;
    },
  };
}

async function downloadAll(options: DownloadOptions, signal: AbortSignal, setState: (state: DownloadState) => void): Promise<void> {
  const { artifacts, environment, hubAnswers = askHub } = options;
  if (artifacts.length === 0) return;
  const limits = { ...options, hasLocalCopy: localCopyIn(environment) };
  const first = planDownloads(artifacts, { ...limits, hubAnswers: await hubAnswers(artifacts, { environment, signal }) });
  const failed = await downloadMissing(first, options, signal, setState);
  if (failed.size === 0) return setState(done);
  // The hub answered and then failed: what other mirrors have is the fallback.
  const rest = artifacts.filter(({ id }) => !failed.has(id));
  const second = planDownloads(rest, { ...limits, hubAnswers: false });
  const stillFailed = await downloadMissing(second, options, signal, setState);
  const reason = [...failed.values(), ...stillFailed.values()].join("\n");
  const there = second.length - stillFailed.size;
  if (there < 2) throw new Error(reason);
  options.log(`some default models could not be downloaded:\n${reason}`);
  setState(done);
}

/** Downloads what is not there, and returns why each of those failed that did. */
async function downloadMissing(
  plan: readonly ModelArtifact[],
  { folder, onDownloaded, log, environment, pull = pullArtifact }: DownloadOptions,
  signal: AbortSignal,
  setState: (state: DownloadState) => void,
): Promise<Map<string, string>> {
  const failed = new Map<string, string>();
  const missing: ModelArtifact[] = [];
  for (const artifact of plan) if (!(await isPresent(artifact, folder))) missing.push(artifact);
  if (missing.length === 0) return failed;
  const totalBytes = missing.reduce((sum, { bytes }) => sum + bytes, 0);
  const describe = ({ name, license }: ModelArtifact) => `${name} (${license.name}, ${license.url})`;
  log(`downloading the default models in the background, ${megabytes(totalBytes)}: ${missing.map(describe).join(", ")}`);
  const report = createReport(totalBytes, log);
  let before = 0;
  for (const [index, artifact] of missing.entries()) {
    const models = missing.slice(index).map(({ name }) => name);
    const onProgress = ({ receivedBytes }: { readonly receivedBytes: number }) => {
      setState({ state: "downloading", receivedBytes: before + receivedBytes, totalBytes, models });
      report(before + receivedBytes);
    };
    onProgress({ receivedBytes: 0 });
    try {
      await pull(artifact, { folder, onProgress, signal, environment });
      onProgress({ receivedBytes: artifact.bytes });
      await onDownloaded();
      log(`${artifact.name} is downloaded`);
      before += artifact.bytes;
    } catch (error) {
      signal.throwIfAborted();
      failed.set(artifact.id, error instanceof Error ? error.message : String(error));
    }
  }
  return failed;
}

/** Logs every tenth of the way. */
function createReport(totalBytes: number, log: (sentence: string) => void): (receivedBytes: number) => void {
  let logged = 0;
  return (receivedBytes) => {
    const percent = Math.floor((100 * receivedBytes) / totalBytes);
    if (percent < logged + STEP_PERCENT) return;
    logged = percent - (percent % STEP_PERCENT);
    log(`the default models: ${logged} % of ${megabytes(totalBytes)}`);
  };
}
