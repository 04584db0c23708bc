import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("gives processes that start together one file, and leaves no other behind", async () => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-create-"));
  const file = join(folder, "secret");
  const program = `import { createFile } from ${JSON.stringify(import.meta.resolve("./create-file.ts"))};
    import { readFileSync } from "node:fs";
    createFile(process.argv[1], String(process.pid));
    process.stdout.write(readFileSync(process.argv[1], "utf8"));`;
  const run = () => promisify(execFile)(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program, file]);
  const read = await Promise.all([run(), run(), run()]);
  expect(new Set(read.map(({ stdout }) => stdout))).toEqual(new Set([readFileSync(file, "utf8")]));
  expect(readdirSync(folder)).toEqual(["secret"]);
  rmSync(folder, { recursive: true });
});
