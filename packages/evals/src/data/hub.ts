import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { EvalError } from "../errors.ts";
import { downloadFile, type Fetch } from "./download.ts";
import type { DataSource } from "./folder.ts";
import { rowsOfFile } from "./parse-file.ts";
import { digestOfRows, type RowSet } from "./rows.ts";
import { hubFilesOf, type SplitId } from "./set-files.ts";

/** How the hub is reached. */
export interface HubOptions {
  /** `HF_ENDPOINT`, else https://huggingface.co. */
  readonly endpoint?: string;
  /** `HF_TOKEN`, for data sets that ask for one. */
  readonly token?: string;
  /** Where files are kept: `LLMLIST_BENCHMARKS`, else `llmlist/benchmarks` in the user's cache folder. */
  readonly folder?: string;
  readonly fetch?: Fetch;
  readonly log?: (sentence: string) => void;
}

/** What is remembered of a data set since its first download. */
const recordSchema = z.object({ revision: z.string(), sha256: z.record(z.string(), z.string()) });
type Record = z.infer<typeof recordSchema>;

/** The folder of downloaded data sets. */
function benchmarksFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment.LLMLIST_BENCHMARKS || join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "llmlist", "benchmarks");
}

/**
 * Rows from the Hugging Face hub, as Parquet. The commit of a data set is recorded at its first download and used from then on, and so is the digest of its
 * rows, so that a later run has the same rows or fails.
 */
export function createHubSource(options: HubOptions = {}): DataSource {
  const hub = {
    endpoint: (options.endpoint ?? process.env.HF_ENDPOINT ?? "https://huggingface.co").replace(/\/+$/u, ""),
    token: options.token ?? process.env.HF_TOKEN ?? "",
    folder: options.folder ?? benchmarksFolder(),
    fetch: options.fetch ?? fetch,
    log: options.log ?? (() => {}),
  };
  const headers: Readonly<globalThis.Record<string, string>> = hub.token === "" ? {} : { Authorization: `Bearer ${hub.token}` };
  return { load: (split) => loadSplit(split, { ...hub, headers }) };
}

interface Hub extends Required<Omit<HubOptions, "token">> {
  readonly headers: Readonly<globalThis.Record<string, string>>;
}

async function loadSplit(split: SplitId, hub: Hub): Promise<RowSet> {
  const { repository, branch, paths } = hubFilesOf(split);
  const base = join(hub.folder, repository);
  const recordFile = join(base, `${branch.replaceAll("/", "-")}.json`);
  const record = readRecord(recordFile) ?? { revision: await newestRevision(hub, repository, branch), sha256: {} };
  const parts = await Promise.all(
    paths.map(async (path) => {
      const file = join(base, record.revision, path);
      if (!statSync(file, { throwIfNoEntry: false })) {
        hub.log(`Downloading ${repository} ${path} at ${record.revision.slice(0, 12)}.`);
        await downloadFile(`${hub.endpoint}/datasets/${repository}/resolve/${record.revision}/${path}`, file, hub);
      }
      return rowsOfFile(split, { name: file, form: "parquet", bytes: readFileSync(file) });
    }),
  );
  const rows = parts.flat();
  const sha256 = digestOfRows(rows);
  const key = paths.join(" ");
  const known = record.sha256[key];
  if (known !== undefined && known !== sha256)
    throw new EvalError(
      "bad-data",
      `The rows of ${repository} ${key} have changed since they were downloaded: their sha256 is ${sha256}, and was ${known}. Delete ${base} to get them again.`,
    );
  if (known === undefined) writeRecord(recordFile, record, key, sha256);
  return { rows, sha256, files: paths.map((path) => `${repository}/${path}`), revision: record.revision };
}

function readRecord(file: string): Record | null {
  if (!statSync(file, { throwIfNoEntry: false })) return null;
  const { data } = recordSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!data) throw new EvalError("bad-data", `${file} is damaged; delete it to record the data set anew.`);
  return data;
}

/** Other splits may have been recorded since; they stay. */
function writeRecord(file: string, { revision, sha256 }: Record, key: string, digest: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const others = readRecord(file)?.sha256 ?? sha256;
  writeFileSync(file, `${JSON.stringify({ revision, sha256: { ...others, [key]: digest } }, null, 2)}\n`);
}

async function newestRevision({ endpoint, fetch: get, headers }: Hub, repository: string, branch: string): Promise<string> {
  const url = `${endpoint}/api/datasets/${repository}/revision/${encodeURIComponent(branch)}`;
  const response = await get(url, { headers }).catch((cause: unknown) => {
    throw new EvalError(
      "bad-data",
      `${endpoint} cannot be reached to get ${repository}. Set HF_ENDPOINT to a mirror, or name a folder of published files with --data.`,
      { cause },
    );
  });
  const { data } = z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/u) }).safeParse(response.ok ? await response.json() : null);
  if (data) return data.sha;
  throw new EvalError(
    "bad-data",
    `${url} answered ${response.status} and names no commit; set HF_TOKEN where the data set asks for one, or use --data.`,
  );
}
