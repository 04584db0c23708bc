import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { tinyModel, tinyProjector } from "../src/testing/tiny-model.ts";
import { writeGguf } from "../src/testing/write-gguf.ts";
import { crashing } from "./broken-models.ts";

const folder = mkdtempSync(join(tmpdir(), "llmlist-inspect-"));
afterAll(() => rmSync(folder, { recursive: true }));
const cli = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const models = join(folder, "models");

async function run(...words: string[]): Promise<{ code: number; output: string }> {
  const environment = { ...process.env, LLMLIST_MODELS: models };
  return promisify(execFile)(process.execPath, [cli, ...words], { env: environment }).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, output: stdout + stderr }),
  );
}
function file(name: string, bytes: Buffer): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

describe("inference inspect", { timeout: 120_000 }, () => {
  it("tells what a file is, what it would take, and that it works", async () => {
    const path = file("tiny.gguf", writeGguf(tinyModel({ name: "Small", contextLength: 4096 })));
    const { code, output } = await run("inspect", path, "--device", "cpu");
    expect(code).toBe(0);
    expect(output).toMatch(/^architecture +llama$/mu);
    expect(output).toMatch(/^heads, key-value heads +4, 2$/mu);
    expect(output).toMatch(/^memory, 1 x 4096 +\d+\.\d MB, of it 2\.1 MB for conversations$/mu);
    expect(output).toMatch(/^verdict +it passed its trial in \d+ ms$/mu);
    const again = JSON.parse((await run("inspect", path, "--json", "--device", "cpu")).output) as Record<string, unknown>;
    expect(again).toMatchObject({ name: "Small", verdict: { usable: true, sentence: "it passed its trial before" } });
  });

  it("says why a file cannot be used, and fails", async () => {
    const broken = file("broken.gguf", crashing[0]?.bytes ?? Buffer.alloc(0));
    const tried = await run("inspect", broken, "--device", "cpu");
    expect(tried).toMatchObject({ code: 1, output: expect.stringContaining("the process ended while it was loaded (SIGABRT)") });
    const projector = await run("inspect", file("mmproj.gguf", writeGguf(tinyProjector())));
    expect(projector).toMatchObject({ code: 1, output: expect.stringContaining("it is a projector for images") });
    const cut = await run("inspect", file("cut.gguf", writeGguf(tinyModel()).subarray(0, 3000)));
    expect(cut).toMatchObject({ code: 1, output: expect.stringContaining("its header is cut off") });
  });

  it("shares its verdicts with add, which keeps a broken file out", async () => {
    const { code, output } = await run("add", file("broken.gguf", crashing[0]?.bytes ?? Buffer.alloc(0)));
    expect(code).toBe(1);
    expect(output).toContain("failed its trial");
    expect(readdirSync(models).filter((name) => name.endsWith(".json"))).toEqual([]);
  });

  it("names a device that does not exist", async () => {
    const { code, output } = await run("inspect", file("tiny.gguf", writeGguf(tinyModel())), "--device", "abacus");
    expect({ code, output }).toMatchObject({
      code: 1,
      output: expect.stringContaining("--device is abacus, but must be one of: auto, cpu"),
    });
  });
});
