import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";

const run = promisify(execFile);
const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));

/** Runs the command as a person would whose hub cannot be reached. */
async function models(...argv: string[]): Promise<{ stdout: string; stderr: string; code: number }> {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-recommend-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const env = { ...process.env, LLMLIST_MODELS: folder, HF_ENDPOINT: "http://127.0.0.1:9" };
  const child = run(process.execPath, ["--conditions=@llmlist/source", "--import=tsx", main, ...argv], {
    env,
    cwd: fileURLToPath(new URL("..", import.meta.url)),
  });
  return child.then(
    ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
    ({ stdout, stderr, code }: { stdout: string; stderr: string; code: number }) => ({ stdout, stderr, code }),
  );
}

it("lists what fits, and downloads nothing unless it is asked to", { timeout: 60_000 }, async () => {
  const { stdout, code } = await models("recommend", "--memory", "3");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Models that take at most 3\.0 GB:\n/);
  expect(stdout).toContain("llama-3.2-1b-instruct-q8_0");
  expect(stdout).toContain("npm run models -- pull <id>");
  expect(stdout).not.toContain("is downloaded");
});

it("says which mirror failed where it was asked to download", { timeout: 60_000 }, async () => {
  const { stderr, code } = await models("recommend", "--memory", "3", "--pull");
  expect(code).toBe(1);
  expect(stderr).toMatch(/could not be had\. Tried:\n {2}- Hugging Face \(http:\/\/127\.0\.0\.1:9\//);
});

it("refuses a memory that is no number", { timeout: 60_000 }, async () => {
  expect(await models("recommend", "--memory", "lots")).toMatchObject({ code: 1, stderr: expect.stringContaining('--memory is "lots"') });
});
