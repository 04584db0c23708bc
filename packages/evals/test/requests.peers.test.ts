import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { peersEnvironment, peersPython } from "../../../test/peers/venv.ts";
import { linesOf, ownRows } from "./own-rows.ts";
import { ownRowDigests, publishedRowDigests } from "./reference-digests.ts";

const script = fileURLToPath(new URL("reference/print_requests.py", import.meta.url));
const published = process.env.LLMLIST_BENCHMARK_DATA;

async function referenceLines(folder: string, tasks: string, shots: number): Promise<string[]> {
  const { stdout } = await promisify(execFile)(peersPython(), [script, folder, tasks, String(shots)], {
    env: peersEnvironment({ PYTHONDONTWRITEBYTECODE: "1" }),
    maxBuffer: 1e9,
  });
  return stdout.trimEnd().split("\n");
}

describe("LM Evaluation Harness, with local rows", { timeout: 300_000 }, () => {
  it.each(ownRowDigests)("builds the same requests, line by line: $tasks with $shots shots", async ({ tasks, shots }) => {
    expect(await linesOf(tasks, shots)).toEqual(await referenceLines(ownRows, tasks, shots));
  });

  it.skipIf(published === undefined).each(publishedRowDigests)(
    "builds the same requests on published rows (LLMLIST_BENCHMARK_DATA): $tasks with $shots shots",
    async ({ tasks, shots }) => {
      expect(await linesOf(tasks, shots, published)).toEqual(await referenceLines(published ?? "", tasks, shots));
    },
  );
});
