import { cpus } from "node:os";
import type { ModelInfo } from "../engine/engine.ts";
import { meanOf, type Measurement } from "./measure.ts";

/** What was measured on what. */
export interface BenchReport {
  readonly file: string;
  /** Architecture, size label and format, as llama-bench writes them: `llama 8B Q4_K - Medium`. */
  readonly type: string;
  readonly bytes: number;
  readonly parameters: number | null;
  readonly info: ModelInfo;
  readonly measurements: readonly Measurement[];
}

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const size = (bytes: number) => (bytes < GIB ? `${(bytes / MIB).toFixed(2)} MiB` : `${(bytes / GIB).toFixed(2)} GiB`);
const count = (parameters: number | null) =>
  parameters === null ? "?" : parameters < 1e9 ? `${(parameters / 1e6).toFixed(2)} M` : `${(parameters / 1e9).toFixed(2)} B`;
const headings = ["model", "size", "params", "backend", "threads", "test", "t/s"];

function rowsOf({ type, bytes, parameters, info, measurements }: BenchReport): string[][] {
  return measurements.map(({ test, samples }) => {
    const { mean, deviation } = meanOf(samples);
    return [type, size(bytes), count(parameters), info.device, `${info.threads}`, test, `${mean.toFixed(2)} ± ${deviation.toFixed(2)}`];
  });
}

/** A table as llama-bench prints it. */
export function benchTable(report: BenchReport): string {
  const rows = rowsOf(report);
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(headings), line(widths.map((width) => "-".repeat(width))), ...rows.map(line), "", `build: ${report.info.engine}`].join("\n");
}

/** Records with the names of llama-bench's JSON; what it has no name for (users) stands beside. */
export function benchRecords({ file, type, bytes, parameters, info, measurements }: BenchReport): Record<string, unknown>[] {
  return measurements.map(({ test, promptTokens, outputTokens, users, samples }) => {
    const { mean, deviation } = meanOf(samples);
    const tokens = promptTokens + outputTokens * users;
    const nanoseconds = samples.map((rate) => Math.round((1e9 * tokens) / rate));
    const time = meanOf(nanoseconds);
    return {
      build_commit: info.engine,
      cpu_info: cpus()[0]?.model ?? "unknown",
      backends: info.device,
      model_filename: file,
      model_type: type,
      model_size: bytes,
      model_n_params: parameters,
      n_threads: info.threads,
      n_prompt: promptTokens,
      n_gen: outputTokens,
      n_users: users,
      test,
      test_time: new Date().toISOString(),
      avg_ns: Math.round(time.mean),
      stddev_ns: Math.round(time.deviation),
      avg_ts: mean,
      stddev_ts: deviation,
      samples_ns: nanoseconds,
      samples_ts: samples,
    };
  });
}

/** A log as the catalog's `data/speeds` holds it; the rows with several users have no place there. */
export function benchLog(report: BenchReport, ids: { model: string; hardware: string; source: string; reporter: string }): string {
  const rows = rowsOf({ ...report, measurements: report.measurements.filter(({ users }) => users === 1) });
  const family = report.type.split(" ").slice(0, 2).join(" ");
  const quote = (text: string) => JSON.stringify(text);
  return [
    `source: ${ids.source}`,
    `reporter: ${ids.reporter}`,
    "engine: llama.cpp",
    "logs:",
    `  - hardware: ${ids.hardware}`,
    `    device: ${quote(report.info.device)}`,
    `    build: ${quote(`build: ${report.info.engine}`)}`,
    `    date: ${quote(new Date().toISOString().slice(0, 10))}`,
    `    models: { ${quote(family)}: ${ids.model} }`,
    `    columns: ${quote(headings.join(" | "))}`,
    "    rows:",
    ...rows.map((row) => `      - ${quote(row.join(" | "))}`),
    "",
  ].join("\n");
}
