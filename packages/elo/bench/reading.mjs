/**
 * From a file to ranks with intervals: this package's command line, beside a bare scan of the same bytes and beside peers, in one run.
 *
 *   pip install arena-rank pandas evalica choix
 *   pnpm --filter @llmlist/elo build && node packages/elo/bench/reading.mjs [python] [votes]
 *
 * Prints a table and writes reading.json into the working folder. Wall time depends on what else the machine does; processor time less so.
 */
import { spawnSync } from "node:child_process";
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createRandom } from "../dist/math/random.js";

const [python = "python3", size = "2000000"] = process.argv.slice(2);
const votes = Number(size);
const MODELS = 200;
const REPEATS = 3;
const folder = mkdtempSync(join(tmpdir(), "elo-reading-"));
const cli = new URL("../dist/cli/main.js", import.meta.url).pathname;
const families = ["gpt-4", "claude-3-opus", "llama-3-70b-instruct", "qwen2-72b", "m"];
const words = ["model_a", "model_b", "tie", "tie (bothbad)"];

/** Votes whose models are as popular as on public boards, written line by line. */
async function write(file, head, lineOf) {
  const random = createRandom(1);
  const theta = Array.from({ length: MODELS }, () => 0.86 * random.normal());
  const names = theta.map((_, k) => `${families[k % families.length]}-${k}`);
  const draw = () => Math.floor(MODELS * random.uniform() ** 1.6);
  const stream = createWriteStream(file);
  let lines = head;
  for (let k = 0; k < votes; k++) {
    const a = draw();
    let b = draw();
    while (b === a) b = draw();
    const outcome =
      random.uniform() < 0.23 ? 2 + (random.uniform() < 0.4) : random.uniform() < 1 / (1 + Math.exp(theta[b] - theta[a])) ? 0 : 1;
    lines += lineOf(names[a], names[b], words[outcome]);
    if (lines.length < 2 ** 20) continue;
    if (!stream.write(lines)) await once(stream, "drain");
    lines = "";
  }
  stream.end(lines);
  await once(stream, "finish");
}

/** A pass over the bytes that hashes what stands between commas and line ends into a table: no checks, no texts, no ratings. */
const SCAN = `
import { readFileSync } from "node:fs";
const bytes = readFileSync(process.argv[1]);
const CAPACITY = 4096, ids = new Int32Array(CAPACITY), hashes = new Int32Array(CAPACITY);
let count = 0, sum = 0, hash = 0x811c9dc5 | 0;
for (let k = 0; k < bytes.length; k++) {
  const byte = bytes[k];
  if (byte !== 44 && byte !== 10) { hash = Math.imul(hash ^ byte, 0x01000193); continue; }
  let slot = hash & (CAPACITY - 1);
  while (ids[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) & (CAPACITY - 1);
  if (ids[slot] === 0) { ids[slot] = ++count; hashes[slot] = hash; }
  sum += ids[slot];
  hash = 0x811c9dc5 | 0;
}
console.log(count, sum);`;

const TIMED = `
import json, resource, subprocess, sys, time
begun = time.perf_counter()
run = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"status": run.returncode, "wall": time.perf_counter() - begun, "processor": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1000,
  "error": run.stderr.decode()[-200:]}))`;

/** The quickest of a few runs of a program, start and all. */
function time(command, repeats = REPEATS) {
  const runs = Array.from({ length: repeats }, () =>
    JSON.parse(spawnSync("python3", ["-c", TIMED, ...command], { encoding: "utf8" }).stdout),
  );
  const failed = runs.find(({ status }) => status !== 0);
  if (failed) return { error: failed.error.trim().split("\n").at(-1) };
  return {
    wall: Math.min(...runs.map(({ wall }) => wall)),
    processor: Math.min(...runs.map(({ processor }) => processor)),
    memory: Math.max(...runs.map(({ memory }) => memory)),
  };
}

const results = [];
function report(file, tool, measured) {
  results.push({ file, tool, ...measured });
  const text = measured.error ?? `${measured.wall.toFixed(2)} s | ${measured.processor.toFixed(2)} s | ${measured.memory.toFixed(0)} MB`;
  console.log(`| ${file} | ${tool} | ${text} |`);
}

try {
  const files = { csv: join(folder, "votes.csv"), jsonl: join(folder, "votes.jsonl") };
  await write(files.csv, "model_a,model_b,winner\n", (a, b, winner) => `${a},${b},${winner}\n`);
  await write(files.jsonl, "", (a, b, winner) => `${JSON.stringify({ model_a: a, model_b: b, winner })}\n`);
  const small = join(folder, "empty.csv");
  writeFileSync(small, "model_a,model_b,winner\nx,y,model_a\nx,y,model_b\n");
  console.log("| file | tool | wall | processor | memory |\n| --- | --- | --- | --- | --- |");
  report("2 votes", "llmlist-elo rank (start alone)", time([process.execPath, cli, "rank", small]));
  for (const [kind, file] of Object.entries(files)) {
    const name = `${votes / 1e6}M ${kind}, ${(statSync(file).size / 1e6).toFixed(0)} MB`;
    const scan = time([process.execPath, "--input-type=module", "-e", SCAN, file]);
    report(name, "bare scan of the bytes", scan);
    const own = time([process.execPath, cli, "rank", file]);
    report(name, "llmlist-elo rank, with intervals", own);
    if (!own.error)
      console.log(`| | times the bare scan | ${(own.wall / scan.wall).toFixed(2)} | ${(own.processor / scan.processor).toFixed(2)} | |`);
    if (votes > 2e6) continue;
    for (const tie of ["davidson", "rao-kupper"])
      report(name, `llmlist-elo rank --ties ${tie}`, time([process.execPath, cli, "rank", file, "--ties", tie]));
    for (const peer of ["arena-rank", "evalica", "choix"])
      report(name, peer, time([python, new URL("reading.py", import.meta.url).pathname, peer, kind, file], 1));
  }
  if (votes <= 2e6) {
    const zipped = join(folder, "votes.csv.gz");
    writeFileSync(zipped, gzipSync(readFileSync(files.csv), { level: 1 }));
    report("the CSV as .gz", "llmlist-elo rank, with intervals", time([process.execPath, cli, "rank", zipped]));
  }
  writeFileSync("reading.json", JSON.stringify(results, null, 2));
} finally {
  rmSync(folder, { recursive: true });
}
