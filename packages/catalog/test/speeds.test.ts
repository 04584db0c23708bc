import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { readCatalog } from "../pipeline/read-catalog.ts";
import { DataErrors } from "../pipeline/parse/data-file.ts";
import { readHardware } from "../pipeline/read/read-hardware.ts";
import { readSpeeds } from "../pipeline/read/read-speeds.ts";
import { modelCell, sizeCell, speedCell, testCell } from "../pipeline/parse/speed-cells.ts";
import { renderAwesomeList } from "../src/awesome-list.ts";
import { run } from "../src/cli/commands.ts";
import { sources } from "../src/generated/provenance.ts";
import { findModels, fits, getModel } from "../src/index.ts";
import { conflictsOf, getSource, sourceOf } from "../src/provenance.ts";
import { hardwareSchema, speedSchema } from "../src/schema.ts";
import { getHardware, hardware, speedConflicts, speeds } from "../src/speeds.ts";

const GIBI = 1024 ** 3;

describe("a measured speed", () => {
  it("is what llama-bench printed, with deviation, build and size", () => {
    const query = { hardware: "nvidia/rtx-3080-10gb", count: 1, model: "meta/llama-3-8b", quantization: "Q4_K_M", test: "tg512" };
    expect(speeds(query)).toEqual([
      {
        ...query,
        engine: "llama.cpp",
        build: "4426e298 (2824)",
        backend: "CUDA",
        gpuLayers: 99,
        modelSize: Math.round(4.58 * GIBI),
        tokensPerSecond: 109.57,
        standardDeviation: 0.19,
        outOfMemory: false,
        measured: "2024-05-09",
        reporter: "xiongjie-dai",
        source: "gpu-benchmarks-llama-3-3080",
      },
    ]);
    expect(getSource("gpu-benchmarks-llama-3-3080")?.path).toBe("LLaMA 3/Gaming GPUs/3080_v3.ipynb");
  });

  it("has no value where memory ran out", () => {
    const [speed] = speeds({ hardware: "nvidia/rtx-4090", count: 1, model: "meta/llama-3-70b", quantization: "Q4_K_M", test: "tg1024" });
    expect(speed).toMatchObject({ outOfMemory: true, source: "gpu-benchmarks-readme" });
    expect(speed).not.toHaveProperty("tokensPerSecond");
  });

  it("of a table is the mean that the table gives, on the processor where it says so", () => {
    const query = { hardware: "apple/m3-max-40-core-48gb", model: "meta/llama-2-70b", quantization: "Q4_0", test: "tg" };
    expect(speeds(query)).toMatchObject([{ tokensPerSecond: 3.11, backend: "CPU", measured: "2023-12" }]);
  });

  it("keeps runs with other batches and of other builds apart, and is no conflict with them", () => {
    const query = { hardware: "nvidia/rtx-3090", count: 6, model: "meta/llama-3-70b", quantization: "F16" } as const;
    expect(speeds({ ...query, test: "pp4096" })).toMatchObject([{ tokensPerSecond: 998.79, batchSize: 1536, microBatchSize: 256 }]);
    const two = speeds({ hardware: "nvidia/rtx-3090", count: 1, model: "meta/llama-3-8b", quantization: "Q4_K_M", test: "tg1024" });
    expect(two.map(({ tokensPerSecond, build }) => [tokensPerSecond, build])).toEqual([
      [111.74, "4426e298 (2824)"],
      [87.84, "e8496488 (2843)"],
    ]);
    expect(speedConflicts({ hardware: "nvidia/rtx-3090", count: 1 })).toEqual([]);
  });

  it("stands once where log and table agree; where they differ, both stand", () => {
    // Seven numbers of the README are not those of its logs; two rows of the M1 are what llama-bench printed after memory ran out.
    const found = speedConflicts().map((conflict) => [
      `${conflict.count} x ${conflict.hardware} ${conflict.model} ${conflict.quantization} ${conflict.test}`,
      ...conflict.speeds.map(({ tokensPerSecond }) => tokensPerSecond),
    ]);
    expect(found.toSorted()).toEqual([
      ["1 x apple/m1-7-core-8gb meta/llama-3-8b Q4_K_M pp8192", 1849.39, undefined],
      ["1 x apple/m1-7-core-8gb meta/llama-3-8b Q4_K_M tg8192", 1133.05, undefined],
      ["1 x nvidia/rtx-4080 meta/llama-3-8b Q4_K_M pp1024", 5064.09, 5064.99],
      ["1 x nvidia/rtx-4090 meta/llama-3-8b F16 pp8192", 4744.1, 4744.18],
      ["2 x nvidia/rtx-3090 meta/llama-3-70b Q4_K_M pp8192", 338.02, 338.82],
      ["4 x nvidia/rtx-4090 meta/llama-3-70b Q4_K_M tg512", 19, 19.8],
      ["6 x nvidia/rtx-3090 meta/llama-3-8b F16 pp1024", 5952.95, 5952.55],
      ["8 x nvidia/rtx-4090 meta/llama-3-8b F16 pp4096", 16462.78, 16462.18],
      ["8 x nvidia/rtx-4090 meta/llama-3-8b Q4_K_M pp4096", 15089.1, 15089.45],
    ]);
    const [typo] = speedConflicts({ hardware: "nvidia/rtx-4080" });
    expect(typo?.speeds.map(({ source }) => source)).toEqual(["gpu-benchmarks-llama-3-4080", "gpu-benchmarks-readme"]);
  });

  it("is of the published schema, and of hardware and a model that the catalog has", () => {
    const all = speeds();
    expect(z.array(speedSchema).parse(all)).toEqual(all);
    expect(z.array(hardwareSchema).parse(hardware)).toEqual(hardware);
    expect(all.length).toBeGreaterThan(1100);
    expect(all.filter((speed) => !getHardware(speed.hardware) || !getModel(speed.model) || !getSource(speed.source))).toEqual([]);
    expect(speedSchema.safeParse({ ...all[0], tokensPerSecond: undefined }).success).toBe(false);
  });
});

describe("hardware", () => {
  it("says its memory, what the driver gives of it, and its bandwidth, with the words", () => {
    expect(getHardware("NVIDIA GeForce RTX 4090")).toEqual({
      id: "nvidia/rtx-4090",
      name: "NVIDIA GeForce RTX 4090",
      vendor: "nvidia",
      kind: "gpu",
      memory: 24 * GIBI,
      usableMemory: 24_564 * 1024 ** 2,
      bandwidth: 1008e9,
    });
    expect(sourceOf("nvidia/rtx-4090", "usableMemory")?.quote).toBe("0 NVIDIA GeForce RTX 4090 … 24564MiB");
    expect(conflictsOf("apple/m3-pro-18gb").bandwidth?.map(({ value }) => value)).toEqual([150e9, 100e9]);
    expect(getHardware("apple/m9")).toBeUndefined();
  });

  it("takes a model that fits into what its driver gives, and tells where no source gives its memory", () => {
    const model = getModel("meta/llama-2-7b");
    const mac = getHardware("apple/m1-7-core-8gb");
    if (!model || !mac) throw new Error("the catalog lacks them");
    const options = { quantization: "Q6_K", context: 1024 } as const;
    expect(fits(model, mac.memory ?? 0, options)).toBe("yes");
    expect(fits(model, mac, options)).toBe("no");
    expect(fits(model, { id: "x/y", name: "Y", vendor: "x", kind: "gpu" }, options)).toBe("unknown");
  });
});

describe("an error in the data is named by file, line and field", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "speeds-"));
    cpSync(join(import.meta.dirname, "../data"), folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const plant = (file: string, from: string, to: string) => {
    const path = join(folder, file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(path, text.replace(from, to));
  };
  const read = () => {
    const known = new Set(sources().map(({ id }) => id));
    const devices = readHardware(folder, known);
    const models = new Map(findModels().map((model) => [model.id, model]));
    const { speeds: runs, errors } = readSpeeds(join(folder, "speeds"), { models, sources: known, hardware: devices.spellings });
    if (devices.errors.length + errors.length > 0) throw new DataErrors([...devices.errors, ...errors]);
    return runs;
  };
  const log = "speeds/gpu-benchmarks-llama-3-3080.yaml";
  const table = "speeds/gpu-benchmarks-readme.yaml";

  it.each([
    [
      "unknown hardware",
      log,
      "hardware: nvidia/rtx-3080-10gb",
      "hardware: nvidia/rtx-3081",
      /^speeds\/gpu-benchmarks-llama-3-3080\.yaml:6 \(logs\.0\.device\): names the hardware nvidia\/rtx-3081, which hardware\.yaml does not have$/mu,
    ],
    [
      "other hardware",
      log,
      "hardware: nvidia/rtx-3080-10gb",
      "hardware: nvidia/rtx-3090",
      /logs\.0\.device\): names "NVIDIA GeForce RTX 3080", but the spellings of nvidia\/rtx-3090 are NVIDIA GeForce RTX 3090, 3090 24GB/u,
    ],
    [
      "an unknown model",
      log,
      "llama 8B: meta/llama-3-8b",
      "llama 8B: meta/llama-3-9b",
      /:12 \(logs\.0\.rows\.0\): names the model meta\/llama-3-9b, which is not in the catalog$/mu,
    ],
    [
      "a model of another size",
      log,
      "llama 8B: meta/llama-3-8b",
      "llama 8B: meta/llama-3-70b",
      /has 8\.03 B parameters, but meta\/llama-3-70b/u,
    ],
    ["a wrong unit of time", log, "| test | t/s", "| test | ms/t", /logs\.0\.columns\): ends with ms\/t, but must end with t\/s/u],
    ["a wrong unit of size", log, "4.58 GiB", "4.58 GB", /logs\.0\.rows\.0\): has "4\.58 GB" in the column size/u],
    ["a missing cell", log, "| 99 | pp 512", "| pp 512", /logs\.0\.rows\.0\): has 6 cells for 7 columns/u],
    ["a value that is none", log, "3728.86 ± 4.77", "3728,86 ± 4.77", /logs\.0\.rows\.0\): has "3728,86 ± 4\.77" in the column t\/s/u],
    ["no test", log, "pp 512", "mmlu", /has "mmlu" in the column test/u],
    ["a build that is none", log, "build: 4426e298 (2824)", "build: new", /logs\.0\.build\): is "build: new"/u],
    ["an unknown source", log, "source: gpu-benchmarks-llama-3-3080", "source: hearsay", /\(source\): names the source hearsay/u],
    ["a table of other hardware", table, "hardware: nvidia/rtx-3070,", "hardware: nvidia/rtx-3090,", /rows\.0\): names "3070 8GB", but/u],
    [
      "a table in milliseconds",
      table,
      "Average speed in tokens/s.",
      "ms per token",
      /tables\.0\.unit\): is ms per token, but must say tokens\/s/u,
    ],
    [
      "a table with a word for a speed",
      table,
      "| 72.79 |",
      "| fast |",
      /tables\.0\.rows\.0\.quote\): has "fast" for tg 512, which is no speed/u,
    ],
    ["a table row that is too short", table, "3070 8GB | 8B Q4_K_M | ", "", /has 8 cells for 8 columns and their label/u],
    [
      "a table of an unknown model",
      table,
      "3070 8GB | 8B Q4_K_M",
      "3070 8GB | 9B Q4_K_M",
      /speaks of 9B Q4_K_M, which `models` does not have/u,
    ],
    [
      "memory in the wrong unit",
      "hardware.yaml",
      'value: 17179869184, source: gpu-benchmarks-readme, quote: "4080 16GB"',
      'value: 16, source: gpu-benchmarks-readme, quote: "4080 16GB"',
      /hardware\.yaml:\d+ \(nvidia\/rtx-4080\.facts\.memory\): the excerpt "4080 16GB" does not give 16 bytes/u,
    ],
  ])("%s", (_, file, from, to, sentence) => {
    plant(file, from, to);
    expect(read).toThrow(sentence);
  });

  it("hardware with the id of a model", () => {
    plant("hardware.yaml", "nvidia/a10:", "meta/llama-2-7b:");
    expect(() => readCatalog(folder, "2026-11-24")).toThrow("hardware.yaml (meta/llama-2-7b): is the id of a model already");
  });

  it("and the data as it is holds", () => {
    expect(read().flatMap(({ rows }) => rows).length).toBe(speeds().length);
  });
});

describe("a cell", () => {
  it("is read as llama.cpp and its reporters write it", () => {
    const models = { "llama 8B": "a", "13B": "b" };
    expect(modelCell("llama 8B Q4_K - Medium", models)).toEqual({ model: "a", quantization: "Q4_K_M" });
    expect(modelCell("13B_f16 (CPU)", models)).toEqual({ model: "b", quantization: "F16", backend: "CPU" });
    expect(modelCell("llama 80B F16", models)).toBeNull();
    expect([testCell("pp 512"), testCell("pp512+tg128"), testCell("tg"), testCell("t/s")]).toEqual(["pp512", "pp512+tg128", "tg", null]);
    expect([speedCell("1849.39 ± 288.56"), speedCell("44.2"), speedCell("OOM"), speedCell("-")]).toEqual([
      [1849.39, 288.56],
      [44.2],
      [null],
      null,
    ]);
    expect([sizeCell("4.58 GiB", "GiB"), sizeCell("4.58 MiB", "GiB")]).toEqual([4_917_737_554, null]);
  });
});

describe("for people", () => {
  it("the command line shows speeds and devices, and what fits one", () => {
    const words = ["speeds", "--hardware", "nvidia/rtx-3080-10gb", "--model", "Llama 3 8B", "--quantization", "q4_k_m", "--test", "tg512"];
    expect(run(words)).toMatch(/nvidia\/rtx-3080-10gb +1 +meta\/llama-3-8b +Q4_K_M +tg512 +109\.57 +0\.19 +4426e298 \(2824\)/u);
    expect(JSON.parse(run([...words, "--json"]))).toHaveLength(1);
    expect(run(["speeds", "--hardware", "nvidia/rtx-4090", "--count", "1", "--model", "meta/llama-3-70b"])).toContain("out of memory");
    expect(run(["hardware"])).toMatch(/nvidia\/rtx-3090 +NVIDIA GeForce RTX 3090 +24 +24\.00 +936/u);
    const fitting = JSON.parse(run(["fits", "--hardware", "apple/m1-7-core-8gb", "--json"])) as {
      fits: { total: number }[];
      unknown: object[];
    };
    expect(fitting.fits.length).toBeGreaterThan(10);
    expect(fitting.fits.every(({ total }) => total <= 5_726_630_000)).toBe(true);
    expect(run(["fits", "--hardware", "M1", "--quantization", "Q4_K_M"])).toContain(`${fitting.unknown.length} could not be judged`);
    expect(run(["source", "nvidia/rtx-a6000", "bandwidth"])).toContain("contains(a6000) { return Some(768.0)");
  });

  it.each([
    [["speeds", "--hardware", "abacus"], 'The catalog has no device "abacus".'],
    [["speeds", "--count", "two"], "--count is two, but must be a whole number above 0."],
    [["fits"], "Give either --memory, such as --memory 8GB, or --hardware."],
    [["fits", "--memory", "8GB", "--hardware", "nvidia/rtx-4090"], "Give either --memory, such as --memory 8GB, or --hardware."],
  ])("it says what is wrong: %j", (words, sentence) => {
    expect(() => run(words)).toThrow(sentence);
  });

  it.each(["en", "zh"] as const)("the list has the inference numbers in %s, with what did not fit", (language) => {
    const list = renderAwesomeList({ language });
    expect(list).toMatch(/^## (?:Inference numbers|推理速度)$/mu);
    expect(list).toContain("| NVIDIA GeForce RTX 4090 × 8 | 52.12 | 116.13 | 6.45 | 18.76 |");
    expect(list).toContain("| NVIDIA GeForce RTX 3070 | OOM | 70.94 | OOM | OOM |");
  });
});
